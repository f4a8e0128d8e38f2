"""The eight tracks of Rhythm Fu, composed as data and synthesised from seeds.

`theory` and `notation` say what is played, `patterns` and `form` when, `synths`, `keys`, `voices` and `drums` with what
sound; `effects`, `mixing` and `mastering` make it a record. `songs/` holds one file a song. `render` writes the audio
with its truth, `measure` and `plots` judge it. `python -m tools.soundtrack --help` is the door.
"""
