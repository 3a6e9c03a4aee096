"""What scripts/test-monitoring holds rules and dashboard to, besides what promtool does."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import yaml
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.cog.plugins import register_default_plugins
from grafana_foundation_sdk.models.dashboard import Dashboard

DEPLOY = Path("deploy")
RULES = yaml.safe_load((DEPLOY / "prometheus/nameplate-alerts.yaml").read_text())
DASHBOARD = json.loads((DEPLOY / "grafana/nameplate.json").read_text())
# What a `nameplate dev` that nobody uses has no series of: failures, DNS providers, questions to DNS, limits of authorities, shares of nothing.
MAY_BE_EMPTY = re.compile(r"status=~\"5|nameplate_provider_|nameplate_dns_|nameplate_authority_budget|nameplate:(ask|handshake|issuance)_errors")


def rules():
    return [rule for group in RULES["groups"] for rule in group["rules"]]


def every_alert_is_tried():
    tests = yaml.safe_load((DEPLOY / "prometheus/nameplate-alerts-test.yaml").read_text())["tests"]
    raised = {
        name
        for test in tests
        for asked in test["promql_expr_test"]
        for sample in asked["exp_samples"]
        for name in re.findall(r'alertname="(\w+)"', sample["labels"])
    }
    alerts = {rule["alert"] for rule in rules() if "alert" in rule}
    assert raised == alerts, f"not tried: {alerts - raised}; not there: {raised - alerts}"


def the_dashboard_is_what_grafana_describes_and_nothing_else():
    register_default_plugins()
    read = json.loads(JSONEncoder().encode(Dashboard.from_json(DASHBOARD)))
    lost = list(missing(DASHBOARD, read))
    assert not lost, f"Grafana's own types do not know {lost}"
    wrong = json.loads(json.dumps(DASHBOARD))
    wrong["panels"][1]["targts"] = []
    assert list(missing(wrong, json.loads(JSONEncoder().encode(Dashboard.from_json(wrong))))), "a misspelt field is not noticed"


def missing(wanted, there, path=""):
    """Paths of what `wanted` has and `there` has not, or has differently."""
    if isinstance(wanted, dict) and isinstance(there, dict):
        for key, value in wanted.items():
            yield from missing(value, there[key], f"{path}.{key}") if key in there else [f"{path}.{key}"]
    elif isinstance(wanted, list) and isinstance(there, list) and len(wanted) == len(there):
        for at, (a, b) in enumerate(zip(wanted, there)):
            yield from missing(a, b, f"{path}[{at}]")
    elif wanted != there:
        yield path


def a_prometheus_evaluates_every_rule_and_answers_the_dashboard(program):
    with tempfile.TemporaryDirectory() as folder:
        names = ["PORT", "EDGE_TLS_PORT", "EDGE_HTTP_PORT", "ACME_DNS_PORT", "ACME_DNS_API_PORT", "DEMO_PORT", "SANDBOX_PORT", "SANDBOX_DNS_PORT", "SSH_PORT"]
        ports = {name: free_port() for name in [*names, "prometheus"]}
        environment = {"PATH": os.environ["PATH"], "HOME": folder} | {name: str(ports[name]) for name in names}
        running = []
        try:
            running.append(start([program, "dev"], folder, "nameplate", environment))
            until(lambda: page(f"http://127.0.0.1:{ports['EDGE_HTTP_PORT']}/metrics"), running[-1], "nameplate dev does not start")
            # The example, with these ports and in more of a hurry.
            config = (DEPLOY / "prometheus/prometheus.yml").read_text()
            for was, now in [("localhost:8080", f"127.0.0.1:{ports['PORT']}"), ("localhost:8081", f"127.0.0.1:{ports['EDGE_HTTP_PORT']}"),
                             ("scrape_interval: 15s", "scrape_interval: 1s"), ("evaluation_interval: 30s", "evaluation_interval: 1s")]:
                assert config.count(was) == 1, f"prometheus.yml has not one {was}"
                config = config.replace(was, now)
            Path(folder, "prometheus.yml").write_text(config)
            Path(folder, "nameplate-alerts.yaml").write_text((DEPLOY / "prometheus/nameplate-alerts.yaml").read_text())
            flags = ["--config.file=prometheus.yml", "--storage.tsdb.path=data", f"--web.listen-address=127.0.0.1:{ports['prometheus']}"]
            running.append(start(["prometheus", *flags], folder, "prometheus", environment))
            api = f"http://127.0.0.1:{ports['prometheus']}/api/v1"
            until(lambda: len(query(api, 'up{job=~"nameplate.*"} == 1')) == 2, running[-1], "the processes are not scraped")
            # Rates take two scrapes, and each rule a turn.
            until(lambda: len(query(api, "rate(nameplate_http_requests_total[1m]) > 0")) > 0, running[-1], "nothing is counted")
            evaluated(api, running[-1])
            asked_of(api, running[-1])
        finally:
            for process, _ in reversed(running):
                process.send_signal(signal.SIGTERM)
                process.wait(30)


def evaluated(api, process):
    def all_of_them():
        return [rule for group in get(f"{api}/rules")["groups"] for rule in group["rules"]]
    until(lambda: all(rule["health"] != "unknown" for rule in all_of_them()), process, "not every rule is evaluated")
    there = all_of_them()
    assert len(there) == len(rules()), f"{len(there)} of {len(rules())} rules"
    unwell = [(rule["name"], rule["lastError"]) for rule in there if rule["health"] != "ok"]
    assert not unwell, unwell
    firing = [rule["name"] for rule in there if rule.get("state") == "firing"]
    assert not firing, f"on a fresh nameplate dev, {firing} fire"


def asked_of(api, process):
    instances = get(f"{api}/label/instance/values?" + urllib.parse.urlencode({"match[]": '{__name__=~"nameplate_store_up|nameplate_edge_requests_total"}'}))
    variable = next(one for one in DASHBOARD["templating"]["list"] if one["name"] == "instance")
    assert variable["query"]["query"].startswith('label_values({__name__=~"nameplate_store_up|nameplate_edge_requests_total"}, instance)')
    assert len(instances) == 2, instances
    expressions = [target["expr"] for panel in DASHBOARD["panels"] for target in panel.get("targets", [])]
    assert len(expressions) > 40, len(expressions)
    for expression in expressions:
        ready = expression.replace("$instance", "|".join(map(re.escape, instances)).replace("\\", "\\\\")).replace("$__rate_interval", "1m")
        # As a panel asks: over a range, though a short one.
        def answer():
            now = time.time()
            given = {"query": ready, "start": now - 30, "end": now, "step": 5}
            return get(f"{api}/query_range?" + urllib.parse.urlencode(given))["result"]
        if MAY_BE_EMPTY.search(expression):
            answer()
        else:
            until(answer, process, f"nothing is shown for {ready}")


def start(command, folder, name, environment):
    log = open(Path(folder, f"{name}.log"), "w")
    return subprocess.Popen(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log), log.name


def until(holds, process, why):
    started, log = process
    deadline = time.monotonic() + 60
    while True:
        try:
            if holds():
                return
        except urllib.error.HTTPError as error:
            if error.code in (400, 422):
                raise AssertionError(f"{why}: {error.read().decode()}") from error
        except OSError:
            pass
        assert started.poll() is None and time.monotonic() < deadline, f"{why}: {Path(log).read_text()[-4000:]}"
        time.sleep(0.1)


def page(url):
    with urllib.request.urlopen(url, timeout=5) as answer:
        return answer.read().decode()


def get(url):
    answer = json.loads(page(url))
    assert answer["status"] == "success", answer
    return answer["data"]


def query(api, expression):
    return get(f"{api}/query?" + urllib.parse.urlencode({"query": expression}))["result"]


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def main():
    every_alert_is_tried()
    print("ok: every alert is tried")
    the_dashboard_is_what_grafana_describes_and_nothing_else()
    print("ok: the dashboard is what grafana describes and nothing else")
    a_prometheus_evaluates_every_rule_and_answers_the_dashboard(sys.argv[1])
    print("ok: a prometheus evaluates every rule and answers the dashboard")
    print("3 passed, 0 failed")


main()
