"""Figures of alternating runs, their ratios, and the table of them in README.md."""
import json
import os
import platform
import re
import statistics
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
RESULTS = os.path.join(ROOT, "bench", "target", "results")
README = os.path.join(ROOT, "bench", "README.md")
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"


class Ratio:
    """Ours beside theirs: above 1 is always better."""

    def __init__(self, label, ours, theirs, wanted=None):
        self.label = label
        self.ours = ours
        self.theirs = theirs
        self.wanted = wanted


class Row:
    """What was measured of one thing: a list of figures for each pair of programs."""

    def __init__(self, what, unit, form, more_is_better, ratios):
        self.what = what
        self.unit = unit
        self.form = form
        self.more_is_better = more_is_better
        self.ratios = ratios
        self.cells = {}

    def add(self, name, value):
        self.cells.setdefault(name, []).append(value)

    def median(self, name):
        return statistics.median(self.cells[name])

    def ratio(self, ratio):
        best = max if self.more_is_better else min
        names = [n for n in ratio.theirs.split("|") if n in self.cells]
        if ratio.ours not in self.cells or not names:
            return None
        ours, theirs = self.median(ratio.ours), best(self.median(n) for n in names)
        if min(ours, theirs) <= 0:
            return None
        return ours / theirs if self.more_is_better else theirs / ours

    def lines(self):
        """Of the table: one for each pair, and the ratios in the first."""
        said = []
        for ratio in self.ratios:
            value = self.ratio(ratio)
            if value is not None:
                wanted = f" (wanted {ratio.wanted})" if ratio.wanted else ""
                said.append(f"{ratio.label} **{value:.2f}**{wanted}")
        for index, (name, values) in enumerate(self.cells.items()):
            spread = f"{statistics.median(values):{self.form}}"
            if len(values) > 1:
                spread += f" [{min(values):{self.form}}..{max(values):{self.form}}]"
            first = index == 0
            yield f"| {self.what if first else ''} | {name} | {spread} {self.unit} | {'; '.join(said) if first else ''} |"


HEAD = "| what | client -> server | median [least..most] | ratio |\n|---|---|---|---|"


def machine():
    model = "unknown processor"
    with open("/proc/cpuinfo") as f:
        found = re.search(r"model name\s*: (.*)", f.read())
        model = found.group(1) if found else model
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 30
    return f"{os.cpu_count()} CPUs ({model}), {memory} GiB, {platform.system()} {platform.machine()}"


def keep(workload, command, about, versions, load, rows):
    """Leaves a workload's lines for the page, which is written of the newest of each."""
    os.makedirs(RESULTS, exist_ok=True)
    text = {
        "workload": workload,
        "command": command,
        "about": about,
        "versions": versions,
        "machine": machine(),
        "load": load,
        "date": time.strftime("%Y-%m-%d"),
        "lines": [line for row in rows for line in row.lines()],
    }
    with open(os.path.join(RESULTS, workload + ".json"), "w") as f:
        json.dump(text, f, indent=1)


def write(workloads):
    """Puts what was kept into the page, in the order of the workloads; another's section stays."""
    with open(README) as f:
        page = f.read()
    head, _, rest = page.partition(BEGIN)
    old, _, tail = rest.partition(END)
    sections = dict(re.findall(r"^### (\S+)\n(.*?)(?=^### |\Z)", old, re.S | re.M))
    for workload in workloads:
        path = os.path.join(RESULTS, workload + ".json")
        if os.path.exists(path):
            with open(path) as f:
                kept = json.load(f)
            sections[workload] = (
                f"\n{kept['about']}\n\n    {kept['command']}\n\n"
                f"{kept['date']}, {kept['machine']}; {kept['versions']}; load average {kept['load']}.\n\n"
                + HEAD
                + "\n"
                + "\n".join(kept["lines"])
                + "\n\n"
            )
    body = "".join(f"### {name}\n{sections[name]}" for name in workloads if name in sections)
    with open(README, "w") as f:
        f.write(head + BEGIN + "\n" + body + END + tail)
