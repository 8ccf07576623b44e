# SPDX-License-Identifier: Apache-2.0
"""Tables in Markdown of what bench.py has measured."""

import glob
import json
import os
import platform
import statistics
import subprocess

MACHINE = "machine"


def read(path):
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except OSError:
        return ""


def field(text, name):
    """The value of the first line "name : value"."""
    for line in text.splitlines():
        if line.split(":")[0].strip() == name:
            return line.split(":", 1)[1].strip()
    return "unknown"


def caches():
    """Each level's size, as the first processor has it."""
    found = {}
    for folder in sorted(glob.glob("/sys/devices/system/cpu/cpu0/cache/index*")):
        if read(folder + "/type").strip() != "Instruction":
            found["L" + read(folder + "/level").strip()] = read(folder + "/size").strip()
    return ", ".join("%s %s" % item for item in found.items()) or "unknown"


def compiler(build):
    """The compiler, as it calls itself, and how it was told to optimise."""
    try:
        with open(build + "/compile_commands.json", encoding="utf-8") as file:
            command = json.load(file)[0]["command"].split()
        if os.path.basename(command[0]) == "ccache":
            del command[0]
        named = subprocess.run([command[0], "--version"], capture_output=True, text=True).stdout
    except (OSError, ValueError, LookupError):
        return "unknown"
    levels = [flag for flag in command if flag.startswith("-O")]
    return "%s, %s" % (named.splitlines()[0], " ".join(levels) or "not optimised")


def table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| %s |\n" % " | ".join(line) for line in lines)


def machine(build, numbers):
    """On what it was measured, and on what world."""
    information = read("/proc/cpuinfo")
    memory = int(field(read("/proc/meminfo"), "MemTotal").split()[0] or 0)
    virtual = ", virtual" if " hypervisor" in information else ""
    rows = [
        ["processor", field(information, "model name") + virtual],
        ["cores", str(os.cpu_count())],
        ["caches", caches()],
        ["memory", "%.0f GiB" % (memory / 2 ** 20)],
        ["large pages", read("/sys/kernel/mm/transparent_hugepage/enabled").strip() or "unknown"],
        ["kernel", "%s %s" % (platform.system(), platform.release())],
        ["compiler", compiler(build)],
        ["SQLite", numbers["sqlite"]],
        ["world", "%s customers, %s resellers, %s direct-bill partners, %s providers" % tuple(
            "{:,}".format(numbers[name]) for name in
            ("customers", "resellers", "direct-bill partners", "providers"))],
        ["proposals", "{:,}, all orders; {:.0%} supported; {} of 35 kinds of finding occur".format(
            numbers["questions"], numbers["questions supported"] / numbers["questions"],
            numbers["kinds of finding seen"])],
    ]
    return table(["", ""], rows)


def nanoseconds(times):
    """The median, and from where to where the rounds went."""
    scale, unit = (1000, "µs") if statistics.median(times) >= 10000 else (1, "ns")
    middle, low, high = (value / scale
                         for value in (statistics.median(times), min(times), max(times)))
    form = "%.0f" if middle >= 100 or scale == 1 else "%.1f"
    return ("%s %%s (%s–%s)" % (form, form, form)) % (middle, unit, low, high)


def a_second(times):
    """So many millions a second."""
    middle, low, high = (1000 / value for value in (statistics.median(times), max(times),
                                                    min(times)))
    return "%.2f M/s (%.2f–%.2f)" % (middle, low, high)


def seconds(times, count):
    middle, low, high = (value * count / 1e9
                         for value in (statistics.median(times), min(times), max(times)))
    return "%.2f s (%.2f–%.2f)" % (middle, low, high)


def ratio(times, others):
    """Of two contestants who took turns: the median over the turns, so that what slows the machine
    for a while slows both."""
    return statistics.median(mine / other for mine, other in zip(times, others))


def decisions(times):
    """Rows of the jobs that decide in process."""
    one, cached, batched = "one decision", "one decision, in cache", "batched"
    sqlite = times[one, "sqlite"]
    rows = []
    for job, asked in ((one, "≤ 1.5 ×"), (batched, "≤ 1.3 ×"), (cached, "")):
        aval, bound = times[job, "aval"], times[job, "bound"]
        rows.append([job, nanoseconds(aval), nanoseconds(bound), "%.2f ×" % ratio(aval, bound),
                     asked, nanoseconds(times[job, "at once"])])
    rows.append([one + ", SQLite", nanoseconds(times[one, "aval"]), nanoseconds(sqlite),
                 "%.0f × faster" % ratio(sqlite, times[one, "aval"]), "≥ 15 × faster", ""])
    return rows


def throughput(numbers, times):
    """Rows of the jobs that read and write."""
    customers = numbers["customers"]
    check = times["check", "aval"], times["check", "bound"]
    opening = times["opening", "aval"], times["opening", "select"]
    size = [numbers[name] / customers for name in
            ("bytes that decisions read", "bytes of the bound", "bytes of the bound, at once")]
    return [
        ["`aval check`, one job", a_second(check[0]), a_second(check[1]),
         "%.2f ×" % ratio(check[1], check[0]), "≥ 0.6 ×, ≥ 2 M/s", ""],
        ["opening; a bare SELECT", seconds(opening[0], numbers["facts"]),
         seconds(opening[1], numbers["facts"]), "%.2f ×" % ratio(*opening), "≤ 2 ×", ""],
        ["memory, bytes a customer", "%.0f" % size[0], "%.0f" % size[1], "", "≤ 150",
         "%.0f" % size[2]],
        ["allocations a decision", "%d" % numbers["allocations while judging"], "0", "", "0", "0"],
    ]


def bound_check(numbers, times):
    """Whether the bound is one: its time beside that of as many random reads."""
    lookups = numbers["look-ups"] / numbers["questions"]
    read_time = statistics.median(times["random read", "machine"])
    bound = statistics.median(times["one decision", "bound"])
    return ("Is the bound one? A random read in as much memory takes %s. A decision asks for %.1f "
            "look-ups, which makes %.0f ns; the bound takes %.2f × that. Above 1.5 × it would be "
            "none.\n" % (nanoseconds(times["random read", "machine"]), lookups,
                         lookups * read_time, bound / (lookups * read_time)))


def memory(numbers):
    customers = numbers["customers"]
    names = [("links", "bytes of links"), ("tenants", "bytes of tenant records"),
             ("indexes", "bytes of indexes"), ("organisations", "bytes of organization records"),
             ("what decisions read", "bytes that decisions read"),
             ("the whole book, with names", "bytes of the book"),
             ("peak while opening", "peak bytes while opening"),
             ("the bound", "bytes of the bound"),
             ("the bound, all found at once", "bytes of the bound, at once"),
             ("SQLite", "bytes of sqlite")]
    rows = [[title, "%.0f" % (numbers[name] / customers), "%.1f MB" % (numbers[name] / 1e6)]
            for title, name in names]
    return table(["memory", "bytes a customer", "in all"], rows)


def explanations(numbers):
    """The answers that take a search, each timed by itself."""
    rows = []
    for job, asked in (("full form", "≤ 1 ms"), ("full form of a refusal", ""),
                       ("routes", "≤ 5 ms")):
        rows.append([job] + ["%.2f ms" % (numbers["%s, %s" % (job, part)] / 1e6)
                             for part in ("p50", "p99", "longest")] + [asked])
    return table(["answer, with its JSON", "half take less", "99 of 100", "longest",
                  "asked of 99 in 100"], rows)


def figures(numbers, times):
    """Everything measured of one world."""
    head = ["job", "Aval", "bound", "ratio", "asked", "bound, all found at once"]
    world = "Reading the same world from %.0f MB of NDJSON takes `aval check` %s.\n" % (
        numbers["bytes of world.ndjson"] / 1e6, seconds(times["reading the world", "aval"], 1))
    return "\n".join([table(head, decisions(times) + throughput(numbers, times)),
                      explanations(numbers),
                      bound_check(numbers, times), memory(numbers), world])


def acts_table(times):
    """An act that is kept, beside plain SQLite and a bare log: a count of clients a row."""
    lines = []
    for clients in sorted(int(job.split()[1]) for job, who in times if who == "aval"):
        job = "acts %d" % clients
        mine, plain = times[job, "aval"], times[job, "sqlite"]
        lines.append(["%d" % clients, nanoseconds(mine), nanoseconds(plain),
                      "%.2f ×" % (statistics.median(plain) / statistics.median(mine)),
                      "≥ 0.8 ×", nanoseconds(times[job, "log"])])
    return table(["clients", "an order", "plain SQLite", "ratio", "asked", "a bare log"], lines)


def scale_table(rows):
    """A power of ten more customers a row."""
    lines = []
    for numbers, times in rows:
        one, cached = times["one decision", "aval"], times["one decision, in cache", "aval"]
        read_time = statistics.median(times["random read", "machine"])
        lines.append(["{:,}".format(numbers["customers"]),
                      "%.1f MB" % (numbers["bytes that decisions read"] / 1e6),
                      "%.0f" % (numbers["bytes that decisions read"] / numbers["customers"]),
                      nanoseconds(cached), nanoseconds(one),
                      nanoseconds(times["one decision", "bound"]),
                      "%.0f ns" % read_time])
    return table(["customers", "memory", "bytes a customer", "decision, in cache", "one decision",
                  "its bound", "random read"], lines)
