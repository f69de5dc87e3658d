"""Times two programs on one machine whose speed changes: they run in turn, some seconds each, and wait stopped in between.

    alternate.py SECONDS COMMAND COMMAND

Each line that a program prints is printed with the seconds that the program ran until then; what it waited does not count. Each command is
one string, and its processes are stopped and continued together. With windows below a cluster's patience (4 s) its members do not miss each
other, since they are stopped together.
"""

import os
import signal
import subprocess
import sys
import threading
import time


class Program:
    def __init__(self, name, command):
        self.name, self.ran, self.since, self.ended = name, 0.0, time.perf_counter(), False
        self.process = subprocess.Popen(
            "exec " + command, shell=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True, text=True
        )
        threading.Thread(target=self.read).start()

    def read(self):
        for line in self.process.stdout:
            since = self.since
            ran = self.ran + (0 if since is None else time.perf_counter() - since)
            print(f"{self.name} {ran:8.2f} {line.rstrip()}", flush=True)
        self.ended = True

    def stop(self):
        if not self.ended:
            os.killpg(self.process.pid, signal.SIGSTOP)
            self.ran, self.since = self.ran + time.perf_counter() - self.since, None

    def go_on(self):
        if not self.ended:
            self.since = time.perf_counter()
            os.killpg(self.process.pid, signal.SIGCONT)


def main():
    window = float(sys.argv[1])
    programs = []
    for name, command in zip("AB", sys.argv[2:4]):
        programs.append(Program(name, command))
        programs[-1].stop()
    while not all(p.ended for p in programs):
        for program in programs:
            program.go_on()
            if not program.ended:
                time.sleep(window)
            program.stop()


if __name__ == "__main__":
    main()
