# SPDX-License-Identifier: Apache-2.0
"""The sample program served: made once, told again, and tried with the commands that it shows."""

import json
import shutil
import signal
import socket
import subprocess

from program import HANG_SECONDS, CliTest, Settings, environment
from server import end_with_parent

COMMANDS = 3
CLIENTS = 5


class Sample(CliTest):
    """`aval serve --sample FOLDER`, in a pipe."""

    listen = ("--listen", "127.0.0.1:0", "--tls-listen", "127.0.0.1:0")

    def start(self, *options, **changes):
        """A server that has said all it has to say; gives it and what it said."""
        process = subprocess.Popen(
            [str(Settings.aval), "serve", "--sample", "sample", *self.listen, *options],
            cwd=self.folder, env=environment(**changes), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            preexec_fn=end_with_parent)
        self.addCleanup(self.end, process)
        said = ""
        while "Ctrl-C" not in said.rpartition("\n\n")[2]:
            line = process.stdout.readline()
            self.assertTrue(line, said)
            said += line
        return process, said

    def end(self, process, how=signal.SIGTERM):
        if process.poll() is None:
            process.send_signal(how)
        status = process.wait(HANG_SECONDS)
        process.stdout.close()
        return status

    def commands(self, said):
        """The paragraphs that are commands of a shell."""
        return [part for part in said.split("\n\n") if "curl" in part.split("\n")[0]]

    def paste(self, commands):
        """Pastes them into a shell: what the last two answer."""
        done = subprocess.run(["sh"], input="\necho\n".join(commands) + "\n", text=True,
                              capture_output=True, timeout=HANG_SECONDS, check=True,
                              env=environment())
        self.assertEqual(done.stderr, "")
        return [json.loads(line) for line in done.stdout.split("\n") if line.startswith("{")]

    def test_what_it_shows_works_when_pasted(self):
        self.assertTrue(shutil.which("curl"), "curl is missing: scripts/setup.sh installs it")
        process, said = self.start()
        commands = self.commands(said)
        self.assertEqual(len(commands), COMMANDS, said)
        decision, order = self.paste(commands)
        self.assertEqual(decision["verdict"], "supported")
        self.assertEqual(order["outcome"], "carried_out")
        again = self.paste(commands)[1]
        self.assertNotEqual(again["position"], order["position"])
        self.assertEqual(self.end(process), 0)

    def test_each_client_that_it_names_is_let_in(self):
        _, said = self.start()
        base = said.split("listening at ")[1].split(",")[0]
        clients = [line.split() for line in said.split("\n\n")[1].split("\n")[1:]]
        self.assertEqual(len(clients), CLIENTS, said)
        for _, name, secret in clients:
            answer = subprocess.run(
                ["curl", "-sS", base + "/common/oauth2/v2.0/token", "-d",
                 "grant_type=client_credentials", "-d", "client_id=" + name, "-d",
                 "client_secret=" + secret], capture_output=True, check=True,
                timeout=HANG_SECONDS)
            self.assertIn("access_token", json.loads(answer.stdout))

    def test_each_user_that_it_names_signs_in(self):
        _, said = self.start()
        base = said.split("listening at ")[1].split(",")[0]
        clients, users = ([line.split() for line in part.split("\n")[1:]]
                          for part in said.split("\n\n")[1:3])
        self.assertEqual(len(users), CLIENTS - 1, said)
        for (_, client, secret), (name, password) in zip(clients[1:], users):
            form = {"grant_type": "password", "client_id": client, "client_secret": secret,
                    "username": name, "password": password}
            answer = subprocess.run(
                ["curl", "-sS", base + "/common/oauth2/v2.0/token",
                 *(word for field in form.items() for word in ("-d", "=".join(field)))],
                capture_output=True, check=True, timeout=HANG_SECONDS)
            self.assertIn("access_token", json.loads(answer.stdout))

    def test_a_second_one_tells_of_the_first_and_ends_well(self):
        process, said = self.start()
        second = self.run_aval("serve", "--sample", "sample", *self.listen)
        self.assert_clean(second)
        told = second.out.decode()
        self.assertEqual(self.commands(told), self.commands(said))
        self.assertIn("another process", told)
        decision, _ = self.paste(self.commands(told))
        self.assertEqual(decision["verdict"], "supported")
        self.assertIsNone(process.poll())

    def test_a_later_one_tells_the_same_secrets(self):
        process, said = self.start()
        self.assertEqual(self.end(process, signal.SIGINT), 0)
        _, later = self.start()
        self.assertEqual(said.split("\n\n")[1], later.split("\n\n")[1])
        self.assertEqual(self.paste(self.commands(later))[1]["outcome"], "carried_out")

    def test_the_port_of_another_program_is_told(self):
        with socket.create_server(("127.0.0.1", 0)) as other:
            address = "127.0.0.1:%d" % other.getsockname()[1]
            free = ("--sample", "sample", *self.listen)
            plain = self.run_aval("serve", *free[:3], address, *free[4:])
            tls = self.run_aval("serve", *free[:5], address)
        self.assert_refused(plain, address, "AVAL_LISTEN")
        self.assert_refused(tls, address, "AVAL_TLS_LISTEN")

    def test_clients_that_insist_on_tls_are_served(self):
        _, said = self.start()
        url = said.split("with TLS at ")[1].split(",")[0]
        authority = said.split("the authority ")[1].split("\n")[0]
        answer = subprocess.run(["curl", "-sS", "--cacert", authority, url + "/health/live"],
                                cwd=self.folder, capture_output=True, timeout=HANG_SECONDS,
                                check=True)
        self.assertEqual(json.loads(answer.stdout)["status"], "live")

    def test_what_was_broken_off_is_made_whole(self):
        for after in (0, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2):
            process = subprocess.Popen(
                [str(Settings.aval), "serve", "--sample", "sample", *self.listen],
                cwd=self.folder, env=environment(), stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                process.wait(after)
            except subprocess.TimeoutExpired:
                pass
            process.kill()
            process.wait()
        _, said = self.start()
        self.assertEqual(self.paste(self.commands(said))[1]["outcome"], "carried_out")

    def test_a_book_of_somebody_else_is_left_alone(self):
        (self.folder / "sample").mkdir()
        self.assert_clean(self.run_aval("init", "--db", "sample/book.db"))
        self.assert_refused(self.run_aval("serve", "--sample", "sample"), "book.db")
        for name in ("secret", "server"):
            self.assertFalse((self.folder / "sample" / name).exists(), name)

    def test_what_is_wrong_is_told(self):
        self.assert_refused(self.run_aval("serve", "--sample", "a", "--db", "b"), "--db")
        self.assert_refused(self.run_aval("serve", "--sample", "missing/folder"), "missing/folder")
        self.put("file", b"")
        self.assert_refused(self.run_aval("serve", "--sample", "file"), "file")

    def test_its_files_are_the_owners_alone(self):
        _, said = self.start()
        folder = self.folder / "sample"
        self.assertEqual(folder.stat().st_mode & 0o777, 0o700)
        self.assertEqual((folder / "secret").stat().st_mode & 0o777, 0o600)
        secret = said.split("client_secret=")[1].split()[0].encode()
        for file in folder.rglob("*"):
            if file.is_file():
                self.assertNotIn(secret, file.read_bytes(), file)

    def test_in_french(self):
        _, said = self.start(LC_ALL="fr_FR.UTF-8")
        self.assertIn("programme d'exemple", said)
        self.assertEqual(len(self.commands(said)), COMMANDS)
