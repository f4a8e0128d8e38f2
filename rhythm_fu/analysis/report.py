"""The report: one self-contained HTML page that shows a modder whether to trust a chart, and where not to."""

from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape
from io import BytesIO
from typing import Final

import numpy as np

from rhythm_fu.analysis.asked import given_in
from rhythm_fu.analysis.doubts import words_of
from rhythm_fu.analysis.drops import weights
from rhythm_fu.analysis.metrics import WORDS, Metric, measure, metric_findings
from rhythm_fu.analysis.model import Analysis, Grid
from rhythm_fu.analysis.offers import likely, offers_of, sureness, unlikely_words
from rhythm_fu.analysis.pictures import (
    EVENT_LEGEND,
    HEARD_SWING,
    LEVEL_COLOURS,
    SECTION_COLOURS,
    closest_look,
    draw_density,
    draw_digest,
    draw_events,
    draw_low_band,
    draw_residuals,
    draw_waveform,
    figure,
    png,
    residuals_ms,
)
from rhythm_fu.analysis.preview import click_preview
from rhythm_fu.chart.lint import Finding, Severity, findings
from rhythm_fu.chart.model import Chart, Drop, DropKind, Level
from rhythm_fu.library.made_here import MARK
from rhythm_fu.sound.model import Audio, Samples
from rhythm_fu.units import MICROS, clock_text, seconds

VORBIS_BLOCK: Final = 65_536
"""Frames a write: libsndfile overruns its stack when a whole song is written to Vorbis at once."""

SMALL: Final = 0.6
"""Of the sound in the page, 0 best to 1 smallest: it is for checking clicks, by ear."""

MOST_FINDINGS: Final = 60
"""A page shows so many, the first."""

MOST_ANCHORS: Final = 40
"""Tempi are listed so many, the first."""

BAR_PX: Final = 40
"""Of a term of full strength."""

MOST_NARROW: Final = 5
"""Columns that still fit a telephone; more are kept wide and scroll, since their words would have no room."""

MOST_REASONS: Final = 4
"""Terms that are told of a drop at once: those that add most to its odds."""

STYLE: Final = """
body{background:#120d1a;color:#ece6f2;font:15px/1.5 system-ui,sans-serif;margin:0 auto;max-width:1200px;padding:24px}
h1{font-size:26px;margin:0 0 4px}h2{font-size:17px;margin:32px 0 8px;color:#ffd76a;font-weight:600}
p{max-width:75ch}.faint{color:#a79fb8}.key{white-space:nowrap;margin-right:12px}
.swatch{display:inline-block;width:10px;height:10px;border-radius:2px;margin-right:4px}
.scroll{overflow-x:auto;margin:6px 0}.scroll img{width:100%;min-width:760px;border-radius:6px;display:block}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}td,th{padding:4px 10px;text-align:left;
border-bottom:1px solid #2a2238;vertical-align:top}
.wide{min-width:820px}th{color:#a79fb8;font-weight:500}.good{color:#8fd36f}.bad{color:#ff8f6b}
.facts{display:flex;flex-wrap:wrap;gap:10px;margin:16px 0}.facts div{background:#1b1526;border-radius:6px;
padding:8px 14px}.facts b{display:block;font-size:19px;font-weight:600}
audio{width:100%;margin:8px 0}.bar{display:inline-block;height:8px;
background:#ef4f6b;border-radius:4px;vertical-align:middle}
.term{display:inline-block;white-space:nowrap;margin-right:14px}code{white-space:nowrap}summary{cursor:pointer;color:#a79fb8}
@media(max-width:600px){body{padding:12px}td,th{padding:4px 6px}}
"""


def _picture(image: bytes, alt: str) -> str:
    """Never narrower than one can read it; a small window scrolls sideways."""
    return (
        f'<div class="scroll"><img alt="{escape(alt)}" src="data:image/png;base64,{b64encode(image).decode()}"></div>'
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Cells are HTML already."""
    heads = "".join(f"<th>{cell}</th>" for cell in head)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    kind = ' class="wide"' if len(head) > MOST_NARROW else ""
    return f'<div class="scroll"><table{kind}><tr>{heads}</tr>{body}</table></div>'


def vorbis(samples: Samples, rate: int) -> bytes:
    """An Ogg Vorbis file in memory. samples: (frames, channels); more than two channels are mixed to one."""
    import soundfile

    sound = samples if samples.shape[1] <= 2 else samples.mean(axis=1, keepdims=True)
    out = BytesIO()
    with soundfile.SoundFile(out, "w", rate, sound.shape[1], "VORBIS", format="OGG", compression_level=SMALL) as file:
        for start in range(0, len(sound), VORBIS_BLOCK):
            file.write(sound[start : start + VORBIS_BLOCK])
    return out.getvalue()


def _facts(analysis: Analysis, chart: Chart) -> str:
    grid = analysis.grid
    at, late = residuals_ms(analysis.features, grid)
    spread = f"{np.median(np.abs(late - np.median(late))):.1f} ms" if len(at) else "-"
    meter = grid.anchors[0].meter
    facts = [
        ("tempo", f"{grid.bpm:.3f} BPM" + ("" if grid.is_constant else " (changing)")),
        ("first downbeat", f"{grid.first_downbeat_s:.3f} s"),
        ("meter", f"{meter.beats}/{meter.unit}"),
        ("swing", "straight" if grid.swing <= HEARD_SWING else f"{grid.swing:.2f}"),
        ("key", chart.song.key or "none found"),
        ("onsets stray", spread),
        ("length", clock_text(chart.audio.length)),
        ("seed", str(chart.generator.seed)),
    ]
    return '<div class="facts">' + "".join(f"<div>{k}<b>{escape(v)}</b></div>" for k, v in facts) + "</div>"


CERTAIN: Final = {
    "constant": "one tempo throughout", "level": "tempo", "phase": "beat", "downbeat": "bar",
    "given": "all that was given, by ear alone", "key_margin": "key, as far ahead of the next one",
}  # fmt: skip
"""The terms of a chart's confidence in the words of `rhythm-fu chart`."""


def _certainty(analysis: Analysis, chart: Chart) -> str:
    given = given_in(chart.generator.params)
    rows = [
        [escape(CERTAIN.get(name, name)), "given by you" if name in given else sureness(value)]
        for name, value in chart.confidence.items()
    ]
    words = _table(["reading", "how sure"], rows) if rows else ""
    words += _readings(analysis.grid)
    told = (*analysis.grid.notes, *words_of(analysis.grid.doubts))
    notes = "".join(f"<li>{escape(note)}</li>" for note in told)
    return words + (f"<ul>{notes}</ul>" if notes else "")


def _anchors(chart: Chart) -> str:
    """Where each tempo begins, if there are several."""
    anchors = chart.tempo.changes
    if len(anchors) < 2:
        return ""
    rows = [
        [clock_text(one.at), f"{one.bpm:.2f}", f"{one.meter.beats}/{one.meter.unit}"] for one in anchors[:MOST_ANCHORS]
    ]
    more = f"<p>and {len(anchors) - MOST_ANCHORS} more</p>" if len(anchors) > MOST_ANCHORS else ""
    return f"<p>The tempo changes; its anchors:</p>{_table(['from', 'BPM', 'meter'], rows)}{more}"


def _readings(grid: Grid) -> str:
    """The rows and the line of `rhythm-fu chart`."""
    offers = offers_of(grid)
    rows = [
        [f"{one.bpm:.2f}", sureness(one.probability), f"<code>{one.options}</code>" if one.options else one.way]
        for one in likely(offers)
    ]
    words = _table(["BPM", "likely", "take it with"], rows) if rows else ""
    if line := unlikely_words(offers):
        words += f"<p>{escape(line)}</p>"
    return f"<p>Other readings of the beat, should this one be wrong:</p>{words}" if words else ""


DROPS_LEGEND: Final = (
    '<p class="faint">A <b>drop</b> is played; a <b>return</b> is an accent at most, an <b>entry</b> the first kick or '
    "bass. The strength ranks them and is no probability; it comes from the terms beside it.</p>"
)
NO_DROP: Final = "<p>None of these is strong enough to be played as a drop.</p>"


def _drops(chart: Chart) -> str:
    if not chart.drops:
        return "<p>None: nothing here sounds like a drop. Accents lie on phrase boundaries.</p>"
    rows = [
        [clock_text(drop.at), drop.kind.value, f"<b>{drop.strength:.2f}</b>", _reasons(drop)]
        for drop in sorted(chart.drops, key=lambda d: -d.strength)
    ]
    told = DROPS_LEGEND if any(d.kind is DropKind.DROP for d in chart.drops) else NO_DROP
    return told + _table(["at", "kind", "strength", "because of"], rows)


def _reasons(drop: Drop) -> str:
    """The terms that add most to a drop's odds, and all of them on request: side by side they have no room."""
    added = weights().added(drop.terms)
    most = [name for name, odds in added.items() if odds > 0.0][:MOST_REASONS]
    others = [name for name in (*added, *drop.terms) if name not in most]
    rest = "".join(_term(name, drop.terms[name]) for name in dict.fromkeys(others))
    words = "".join(_term(name, drop.terms[name]) for name in most) or '<span class="faint">nothing of its own</span>'
    return words + (f"<details><summary>all terms</summary>{rest}</details>" if rest else "")


def _term(name: str, value: float) -> str:
    bar = f'<span class="bar" style="width:{BAR_PX * value:.0f}px"></span>'
    return f'<span class="term">{escape(name.replace("_", " "))} {bar} {value:.2f}</span> '


def _sections(analysis: Analysis, chart: Chart) -> str:
    rows = []
    bar = analysis.grid.anchors[0].meter.beats
    for part in analysis.structure.sections:
        start, end = (float(t) for t in analysis.grid.times_of(np.array([part.start, part.end], dtype=np.float64)))
        events = [str(sum(start * MICROS <= e.at < end * MICROS for e in level.events)) for level in chart.levels]
        rows.append(
            [
                part.kind.value,
                clock_text(seconds(start)),
                f"{(part.end - part.start) / bar:g} bars",
                f"{part.energy:.2f}",
                *events,
            ]
        )
    return _table(["section", "from", "length", "energy", *(v.level.value for v in chart.levels)], rows)


def _levels(chart: Chart) -> str:
    rows = []
    for level in chart.levels:
        kinds = Counter(event.kind.value for event in level.events)
        parts = level.rating.parts
        rows.append(
            [
                level.level.value,
                f"<b>{level.rating.value:.2f}</b>",
                str(len(level.events)),
                f"{parts.get('mean_rate', 0):.2f} / {parts.get('peak_rate', 0):.2f}",
                f"{parts.get('stamina', 0):.2f}",
                f"{parts.get('reading', 0):.2f}",
                f"{parts.get('turns', 0):.2f}",
                ", ".join(f"{count} {kind}" for kind, count in kinds.most_common()),
            ]
        )
    head = ["level", "rating", "events", "a second: mean / peak", "stamina", "reading", "turns", "what"]
    return _table(head, rows)


def _band(metric: Metric) -> str:
    low = "" if metric.at_least is None else f"&ge; {metric.at_least:g}"
    high = "" if metric.at_most is None else f"&le; {metric.at_most:g}"
    if low and high:
        return f"{metric.at_least:g} to {metric.at_most:g}"
    return " ".join(word for word in (low, high) if word)


def _metrics(metrics: Sequence[Metric], chart: Chart) -> str:
    names = list(dict.fromkeys(metric.name for metric in metrics))
    found = {(m.name, m.level): m for m in metrics}

    def cell(name: str, level: Level) -> str:
        metric = found.get((name, level))
        if metric is None or metric.value is None:
            return '<span class="faint">-</span>'
        return f'<span class="{"good" if metric.is_met else "bad"}">{metric.value:.2f}</span>'

    def band(name: str) -> str:
        """What is expected; where levels differ, of each."""
        said = {m.level: _band(m) for m in metrics if m.name == name}
        if len(set(said.values())) == 1:
            return next(iter(said.values()))
        return ", ".join(f"{words} ({level.value})" for level, words in said.items())

    rows = [
        [f"{escape(name)}<br><span class='faint'>{escape(WORDS[name].measured)}</span>", band(name)]
        + [cell(name, level.level) for level in chart.levels]
        for name in names
    ]
    return _table(["metric", "expected", *(level.level.value for level in chart.levels)], rows)


def _findings(found: Sequence[Finding], chart: Chart) -> str:
    if not chart.levels:
        return "<p>There are no levels to judge.</p>"
    if not found:
        return '<p class="good">Nothing found.</p>'
    shown = found[:MOST_FINDINGS]
    rows = [
        [
            f'<span class="{"bad" if f.severity is Severity.ERROR else "faint"}">{f.severity.value}</span>',
            escape(f.place),
            escape(f.problem),
            escape(f.fix),
        ]
        for f in shown
    ]
    more = f"<p>and {len(found) - len(shown)} more</p>" if len(found) > len(shown) else ""
    return _table(["", "where", "what", "likely fix"], rows) + more


def _pictures(audio: Audio, analysis: Analysis, chart: Chart) -> dict[str, str]:
    features, grid = analysis.features, analysis.grid
    found: dict[str, str] = {}
    made, axes = figure(12, 5.2, (2.0, 1.2, 1.8))
    draw_waveform(axes[0], audio, analysis, chart)
    draw_low_band(axes[1], features, grid, start=0, end=audio.length_s, beats=False)
    draw_events(axes[2], chart, start=0, end=audio.length_s, size=2.5)
    found["whole"] = _picture(png(made), "the whole song with its sections, drops, bass and events")
    made, axes = figure(12, 3.4, (1.0,))
    draw_digest(axes[0], features, grid)
    found["digest"] = _picture(png(made), "beat digest")
    made, axes = figure(12, 2.4, (1.0,))
    draw_residuals(axes[0], features, grid)
    found["residuals"] = _picture(png(made), "onsets against beats")
    made, axes = figure(12, 3.0, (1.0,))
    draw_density(axes[0], chart)
    found["density"] = _picture(png(made), "events a second by level")
    start, end = closest_look(chart, audio.length_s)
    made, axes = figure(12, 4.0, (1.0, 1.3))
    draw_low_band(axes[0], features, grid, start=start, end=end, beats=True)
    draw_events(axes[1], chart, start=start, end=end, size=22)
    found["close"] = _picture(png(made), "nine seconds close up")
    return found


def _legend() -> str:
    """What the colours of the pictures mean."""
    colours = [
        *(("section: " + kind, colour) for kind, colour in SECTION_COLOURS.items()),
        *((f"level: {level.value}", colour) for level, colour in LEVEL_COLOURS.items()),
    ]
    words = (
        f'<span class="key"><span class="swatch" style="background:{colour}"></span>{escape(word)}</span>'
        for word, colour in colours
    )
    return f'<p class="faint">{" ".join(words)}<br>Events: {EVENT_LEGEND}; the larger, the more weight.</p>'


def report_html(audio: Audio, analysis: Analysis, chart: Chart) -> str:
    """The page, everything inside: pictures as PNG, the click preview as Ogg Vorbis. About 2 MB for four minutes.

    `findings` of lint and the metrics' warnings are shown together. Takes a few seconds: matplotlib and Vorbis.
    """
    metrics = measure(analysis, chart)
    found = [*findings(chart), *metric_findings(metrics)]
    images = _pictures(audio, analysis, chart)
    sound = b64encode(vorbis(click_preview(audio, chart), audio.rate)).decode()
    title = f"{chart.song.title}" + (f" by {chart.song.artist}" if chart.song.artist else "")
    sections = [
        f"<h1>{escape(title)}</h1>",
        f'<p class="faint">{escape(chart.audio.file)}, charted by {escape(chart.generator.name)} '
        f"{escape(chart.generator.version)}{', edited by hand' if chart.edited_by_human else ''}</p>",
        _facts(analysis, chart),
        "<h2>Hear it</h2><p>The song with a click on every beat, a higher one on downbeats, a deep one on drops.</p>",
        f'<audio controls preload="metadata" src="data:audio/ogg;base64,{sound}"></audio>',
        "<h2>The whole song</h2>",
        _legend(),
        images["whole"],
        "<h2>Is the tempo right?</h2><p>Every column is one beat from half a beat early (bottom) to half a beat late "
        "(top); bright = something starts. Level stripes with one on the middle line: right. Tilted: the BPM is off. "
        "A step: the song jumps there.</p>",
        images["digest"],
        images["residuals"],
        _anchors(chart),
        _certainty(analysis, chart),
        "<h2>Drops and why</h2>",
        _drops(chart),
        images["close"],
        "<h2>Sections</h2>",
        _sections(analysis, chart),
        "<h2>Levels</h2>",
        _levels(chart),
        images["density"],
        "<h2>How well the dance fits the music</h2>",
        _metrics(metrics, chart),
        "<h2>Findings</h2>",
        _findings(found, chart),
    ]
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><meta name="generator" content="{MARK}">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(title)}: chart report</title>'
        f"<style>{STYLE}</style><body>{''.join(sections)}</body></html>\n"
    )
