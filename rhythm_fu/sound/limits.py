"""What a sound file may be, and what decoding one may cost. A refusal names the limit."""

from typing import Final

SHORTEST_S: Final = 5.0
"""Less than a few bars holds no tempo; it also keeps empty files, which abort SDL's mixer, away from the game."""

LONGEST_S: Final = 3 * 3600.0
LOWEST_RATE: Final = 8_000
HIGHEST_RATE: Final = 192_000
MOST_CHANNELS: Final = 8

BIGGEST_FILE: Final = 8 << 30
"""Bytes. Three hours of 24-bit stereo at 96 kHz are 6 GiB."""

ABSURD_PEAK: Final = 100.0
"""40 dB above full scale: no mix gets there, integers mistaken for floats do."""

LOUD_PEAK: Final = 1.6
"""4 dB above full scale: decoded MP3s go over by a dB or two, beyond this something was mixed wrongly."""

FULL: Final = 0.999
CLIPPED_SHARE: Final = 0.02
"""Samples within a hundredth of a dB of full scale, and the share of them that makes a clipped song: the loudest of 49
songs of our corpus, lossy ones that overshoot, have 0.006; music driven 26 dB too hot has 0.6."""

MISSING_S: Final = 0.5
"""How much less than its own header says a file may hold before it counts as cut off: encoders err by frames."""

SHORT_S: Final = 0.06
"""How much less is warned of: a page of Ogg that was lost in the middle is 0.1 s, what coders add at an end 0.05."""

WORKER_MEMORY: Final = 2 << 30
"""Bytes of address space for the decoding process; it works in blocks and needs about 0.3 GiB."""

STALL_S: Final = 60.0
"""The longest wait for the next block."""

CPU_S: Final = 1_900
"""Seconds of CPU for one file: 60 and 10 a minute of the longest one."""

BLOCK_FRAMES: Final = 1 << 18
"""Frames in a block, about six seconds: big enough that a pipe is not the cost, small enough for eight channels."""
