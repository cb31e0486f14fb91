"""Checks for pictures: a printer out of paper and a hub that is away."""

from kiosk.domain.check import Check

__all__ = ["CHECKS"]

CHECKS = (
    Check(
        "printer",
        "打印机",
        "red",
        "tcp://192.168.1.87:9100 · 没纸了",
        "请装一卷新纸，亮面朝外。",
    ),
    Check("card reader", "身份证读卡器", "ok", "/dev/ttyUSB0"),
    Check("scanner", "扫码枪", "ok", "Honeywell Barcode Scanner (0c2e:0206)"),
    Check("camera", "摄像头", "warn", "没看到", "没有也能用：扫码枪、读卡器、手输都行。"),
    Check("screen", "屏幕", "ok", "HDMI-A-1 1080×1920, 4.03 px/mm"),
    Check("touch panel", "触摸屏", "ok", "eGalax Inc. eGalaxTouch"),
    Check("sound", "喇叭", "ok", "HDA-Intel - HDA Intel PCH"),
    Check("clock", "时钟", "ok", "2026-11-23"),
    Check("disk", "磁盘", "ok", "还剩 38912 MB"),
    Check("fsync", "写盘", "ok", "真正写盘一次 2.41 毫秒"),
    Check(
        "hub",
        "上级平台",
        "warn",
        "https://hub.example: timeout: the hub did not answer in time",
        "网太慢，没等到上级回话。照常办，没送的都在本机，机器自己会再送。一整天不通，请运维看网络。",
    ),
)
