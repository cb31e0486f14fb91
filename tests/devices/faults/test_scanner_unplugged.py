"""The scanner's cable is pulled and put back."""

from kiosk.devices.scans import CodeScanned, ScannerLost, ScannerReady


def test_it_is_said_once_and_scanning_goes_on_after_it(scanner, scanning):
    with scanning(scanner) as next_event:
        assert next_event() == ScannerReady()
        scanner.unplug()
        assert next_event() == ScannerLost()
        scanner.replug()
        assert next_event() == ScannerReady()
        scanner.send(b"A1\r")
        assert next_event() == CodeScanned("A1")


def test_half_a_code_before_the_break_is_no_part_of_the_next_one(scanner, scanning):
    with scanning(scanner) as next_event:
        assert next_event() == ScannerReady()
        scanner.unplug()
        assert next_event() == ScannerLost()
        scanner.replug()
        assert next_event() == ScannerReady()
        scanner.send(b"WHOLE\r")
        assert next_event() == CodeScanned("WHOLE")
