"""The one door for audio: decode, probe, resample, write. Nothing else opens a sound file."""

from rhythm_fu.sound.decoding import Blocks, Heard, Probe, decode, decode_blocks, probe, sound_sha256
from rhythm_fu.sound.model import Audio, Samples
from rhythm_fu.sound.pcm import pcm_sha256, to_pcm16
from rhythm_fu.sound.reasons import Reason
from rhythm_fu.sound.resample import resample
from rhythm_fu.sound.write import write_flac, write_ogg, write_wav

__all__ = [
    "Audio", "Blocks", "Heard", "Probe", "Reason", "Samples", "decode", "decode_blocks", "pcm_sha256", "probe",
    "resample", "sound_sha256", "to_pcm16", "write_flac", "write_ogg", "write_wav",
]  # fmt: skip
