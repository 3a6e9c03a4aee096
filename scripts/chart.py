"""What scripts/test-chart holds the chart to. Every check is a function whose name says what is to be so."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import kubernetes_validate
import yaml
from cloudcoil.models.prometheus_operator import v1 as monitoring

CHART = Path("deploy/helm/nameplate")
CASES = {path.stem: path for path in sorted((CHART / "ci").glob("*.yaml"))}
NAMESPACE = "platform"
# The oldest that Chart.yaml allows, and the newest that there is a schema of.
VERSIONS = ["1.30", "1.37"]
# Seconds that a role may take to end, by crates/nameplate/src/wire and the drain that values give an edge.
ENDS_WITHIN = {"control-plane": 20, "edge": 31, "acme-dns": 10, "ssh": 5}


def helm(*arguments, fails=False):
    ran = subprocess.run(["helm", *arguments], capture_output=True, text=True)
    assert (ran.returncode != 0) == fails, f"helm {' '.join(arguments)}: {ran.stdout}{ran.stderr}"
    return ran.stderr if fails else ran.stdout


def template(case, *more):
    return helm("template", "nameplate", str(CHART), "--namespace", NAMESPACE, "--values", str(CASES[case]), *more)


def objects(text):
    return [one for one in yaml.safe_load_all(text) if one]


RENDERED = {case: objects(template(case)) for case in CASES}


def of_kind(all_of_them, *kinds):
    return [one for one in all_of_them if one["kind"] in kinds]


def workloads(case):
    return of_kind(RENDERED[case], "Deployment", "DaemonSet")


def component(one):
    return one["metadata"]["labels"]["app.kubernetes.io/component"]


def named(case, kind, name):
    found = [one for one in of_kind(RENDERED[case], kind) if one["metadata"]["name"] == name]
    assert len(found) == 1, f"{case}: {len(found)} {kind} {name}"
    return found[0]


def selects(selector, labels):
    return selector.items() <= labels.items()


def lint_finds_nothing():
    for path in CASES.values():
        helm("lint", "--strict", str(CHART), "--values", str(path))


def objects_are_what_the_schemas_of_kubernetes_describe_and_nothing_else():
    for case, all_of_them in RENDERED.items():
        for one in all_of_them:
            if one["apiVersion"].startswith("monitoring.coreos.com/"):
                read = getattr(monitoring, one["kind"]).model_validate(one)
                kept = json.loads(read.model_dump_json(by_alias=True, exclude_unset=True))
                lost = missing(one, kept)
                assert not lost, f"{case}: {one['kind']} has unknown fields: {lost}"
                continue
            for version in VERSIONS:
                kubernetes_validate.validate(one, version, strict=True)
    wrong = json.loads(json.dumps(workloads("minimal")[0]))
    wrong["spec"]["template"]["spec"]["containers"][0]["readinessprobe"] = {}
    try:
        kubernetes_validate.validate(wrong, VERSIONS[0], strict=True)
    except kubernetes_validate.ValidationError:
        return
    raise AssertionError("a misspelt field is not noticed")


def missing(wanted, there, path=""):
    """Paths of what `wanted` has and `there` has not."""
    if isinstance(wanted, dict) and isinstance(there, dict):
        return [lost for key, value in wanted.items() for lost in ([f"{path}.{key}"] if key not in there else missing(value, there[key], f"{path}.{key}"))]
    if isinstance(wanted, list) and isinstance(there, list) and len(wanted) == len(there):
        return [lost for at, (a, b) in enumerate(zip(wanted, there)) for lost in missing(a, b, f"{path}[{at}]")]
    return []


def every_object_has_a_name_of_its_own():
    for case, all_of_them in RENDERED.items():
        keys = [(one["kind"], one["metadata"]["name"]) for one in all_of_them]
        assert len(keys) == len(set(keys)), f"{case}: {sorted(keys)}"
        namespaced = [one for one in all_of_them if not one["kind"].startswith("ClusterRole")]
        assert all(one["metadata"]["namespace"] == NAMESPACE for one in namespaced), case


def the_same_values_give_the_same_objects():
    for case in CASES:
        assert objects(template(case)) == objects(template(case, "--is-upgrade")) == RENDERED[case], case


def no_secret_is_made_where_one_is_named():
    for case in CASES:
        made = {one["metadata"]["name"] for one in of_kind(RENDERED[case], "Secret")}
        assert made == ({"nameplate-secrets", "nameplate-database"} if case == "minimal" else set()), f"{case}: {made}"


def what_is_missing_or_unknown_is_refused_with_its_name():
    refused = {
        "image.repository": ["--set", "image.repository="],
        "baseDomain": ["--set", "baseDomain="],
        "secrets.existingSecret": ["--set", "secrets.existingSecret="],
        "database.existingSecret": ["--set", "database.existingSecret="],
        "not both": ["--set", "database.url=postgres://x"],
        "replcas": ["--set", "edge.replcas=3"],
        "hostKeySecret": ["--set", "ssh.enabled=true", "--set", "ssh.hostKeySecret="],
        "settings.INTERNAL_PORT is set by the chart": ["--set", "settings.INTERNAL_PORT=1"],
        "STRIPE_SECRET_KEY": ["--set", "controlPlane.settings.STRIPE_SECRET_KEY=sk"],
        "traffic.flavour": ["--set", "traffic.backend=kubernetes"],
        "publicUrl": ["--set", "publicUrl=http://api.saas.example"],
        "edge.autoscaling": ["--set", "edge.kind=DaemonSet"],
        "networkPolicy.acmeDnsApiFrom": ["--set", "traffic.backend=kubernetes", "--set", "traffic.flavour=ingress", "--set", "traffic.certificates=acme_dns"],
        "extraVolumes": ["--set-json", 'edge.extraVolumes=[{"configMap":{"name":"roots"}}]'],
        "extraVolumeMounts": ["--set-json", 'ssh.extraVolumeMounts=[{"name":"roots","mountPath":"roots"}]'],
    }
    for word, arguments in refused.items():
        said = helm("template", "nameplate", str(CHART), "--values", str(CASES["production"]), *arguments, fails=True)
        assert word in said, f"{arguments}: {said}"


def pods_have_no_rights_that_they_do_not_need():
    for case in CASES:
        for one in workloads(case):
            pod = one["spec"]["template"]["spec"]
            secured = pod["securityContext"]
            assert secured["runAsNonRoot"] and secured["runAsUser"] > 0, case
            assert secured["seccompProfile"] == {"type": "RuntimeDefault"}, case
            asks_cluster = case in ("gateway", "ingress") and component(one) == "control-plane"
            assert pod["automountServiceAccountToken"] is asks_cluster, f"{case}: {component(one)}"
            assert pod["enableServiceLinks"] is False, case
            for container in pod["containers"]:
                assert container["securityContext"] == {
                    "allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]},
                }, case
                assert all(port["containerPort"] >= 1024 for port in container["ports"]), "ports below 1024 take a right"
                assert container["resources"]["requests"] and container["resources"]["limits"]["memory"], case
                assert {"startupProbe", "readinessProbe", "livenessProbe"} <= container.keys(), case


def pods_are_given_as_long_to_end_as_the_program_takes():
    for case in CASES:
        for one in workloads(case):
            pod = one["spec"]["template"]["spec"]
            waits = pod["containers"][0]["lifecycle"]["preStop"]["sleep"]["seconds"]
            needs = waits + ENDS_WITHIN[component(one)]
            assert pod["terminationGracePeriodSeconds"] > needs, f"{case}: {component(one)} needs {needs}"
    longer = objects(template("minimal", "--set", "edge.drainSeconds=300"))
    edge = next(one for one in of_kind(longer, "Deployment") if component(one) == "edge")["spec"]["template"]["spec"]
    assert edge["terminationGracePeriodSeconds"] >= 15 + 301, edge


def what_names_pods_or_their_ports_finds_them():
    for case, all_of_them in RENDERED.items():
        pods = {component(one): one["spec"]["template"] for one in workloads(case)}
        for one in workloads(case):
            assert selects(one["spec"]["selector"]["matchLabels"], one["spec"]["template"]["metadata"]["labels"]), case
            spreads = one["spec"]["template"]["spec"].get("topologySpreadConstraints", [])
            assert bool(spreads) is (one["kind"] == "Deployment"), f"{case}: {component(one)}"
            for spread in spreads:
                assert selects(spread["labelSelector"]["matchLabels"], one["spec"]["template"]["metadata"]["labels"]), case

        def ports(selector):
            found = [pod for pod in pods.values() if selects(selector, pod["metadata"]["labels"])]
            assert len(found) == 1, f"{case}: {selector} finds {len(found)} roles"
            return {port["name"]: port.get("protocol", "TCP") for port in found[0]["spec"]["containers"][0]["ports"]}

        for one in of_kind(all_of_them, "Service"):
            there = ports(one["spec"]["selector"])
            for port in one["spec"]["ports"]:
                assert there[port["targetPort"]] == port.get("protocol", "TCP"), f"{case}: {one['metadata']['name']}"
        for one in of_kind(all_of_them, "NetworkPolicy"):
            there = ports(one["spec"]["podSelector"]["matchLabels"])
            for rule in one["spec"]["ingress"]:
                for port in rule["ports"]:
                    assert there[port["port"]] == port.get("protocol", "TCP"), f"{case}: {one['metadata']['name']}"
        for one in of_kind(all_of_them, "PodDisruptionBudget"):
            ports(one["spec"]["selector"]["matchLabels"])
        for one in of_kind(all_of_them, "HorizontalPodAutoscaler"):
            scaled = named(case, "Deployment", one["spec"]["scaleTargetRef"]["name"])
            assert "replicas" not in scaled["spec"], f"{case}: an upgrade would undo what the autoscaler did"
        for one in of_kind(all_of_them, "PodMonitor"):
            assert one["spec"]["podMetricsEndpoints"][0]["port"] in ports(one["spec"]["selector"]["matchLabels"]), case
        for one in of_kind(all_of_them, "ServiceMonitor"):
            wanted = one["spec"]["selector"]["matchLabels"]
            found = [service for service in of_kind(all_of_them, "Service") if selects(wanted, service["metadata"]["labels"])]
            names = [port["name"] for service in found for port in service["spec"]["ports"]]
            assert names == [one["spec"]["endpoints"][0]["port"]], f"{case}: {names}"
        for one in of_kind(all_of_them, "Ingress"):
            backend = one["spec"]["rules"][0]["http"]["paths"][0]["backend"]["service"]
            service = named(case, "Service", backend["name"])
            assert backend["port"]["name"] in [port["name"] for port in service["spec"]["ports"]], case


def the_internal_port_is_for_edges_and_prometheus_alone():
    for case in CASES:
        if case == "ingress":
            continue
        policy = named(case, "NetworkPolicy", "nameplate-control-plane")["spec"]
        assert policy["policyTypes"] == ["Ingress"] and all(rule["ports"] for rule in policy["ingress"]), case
        rules = [rule for rule in policy["ingress"] if {"port": "internal"} in rule["ports"]]
        assert len(rules) == 1 and rules[0]["ports"] == [{"port": "internal"}], case
        edges, prometheus = rules[0]["from"]
        assert edges["podSelector"]["matchLabels"]["app.kubernetes.io/component"] == "edge" and "namespaceSelector" not in edges, case
        assert prometheus["namespaceSelector"]["matchLabels"] == {"kubernetes.io/metadata.name": "monitoring"}, case
        outside = [one for one in of_kind(RENDERED[case], "Service") if any(port["targetPort"] == "internal" for port in one["spec"]["ports"])]
        assert [one["spec"].get("type", "ClusterIP") for one in outside] == ["ClusterIP"], case


def variables_are_ones_that_the_program_reads():
    page = Path("web/docs/pages/self-hosting/configuration.md").read_text()
    known = set(re.findall(r"^\| `([A-Z][A-Z0-9_]*)`", page, re.M))
    assert len(known) > 80, "the table of settings was not found"
    # Each further authority has its own variables, with its name behind.
    of_authority = ("EDGE_ACME_EAB_KID_ZEROSSL", "EDGE_ACME_EAB_HMAC_KEY_ZEROSSL", "EDGE_ACME_DIRECTORY_STEP_CA", "EDGE_ACME_CA_FILE_STEP_CA")
    for case, all_of_them in RENDERED.items():
        used = {name for one in of_kind(all_of_them, "ConfigMap") for name in one["data"]}
        for one in workloads(case):
            container = one["spec"]["template"]["spec"]["containers"][0]
            used |= {variable["name"] for variable in container["env"]}
            source = container["envFrom"][0]["configMapRef"]["name"]
            assert not named(case, "ConfigMap", source)["data"].keys() & {variable["name"] for variable in container["env"]}, case
        assert used - known <= set(of_authority), f"{case}: {used - known - set(of_authority)}"
    schema = json.loads((CHART / "values.schema.json").read_text())
    refused = schema["$defs"]["settings"]["propertyNames"]["not"]["anyOf"][0]["enum"]
    assert set(refused) <= known, set(refused) - known


def files_that_settings_name_are_mounted_in_the_pods_that_read_them():
    for role, component_of in (("controlPlane", "control-plane"), ("edge", "edge"), ("acmeDns", "acme-dns"), ("ssh", "ssh")):
        volume, mount = '[{"name":"roots","configMap":{"name":"roots"}}]', '[{"name":"roots","mountPath":"/files/roots","readOnly":true}]'
        rendered = objects(template("production", "--set-json", f"{role}.extraVolumes={volume}", "--set-json", f"{role}.extraVolumeMounts={mount}"))
        for one in rendered:
            if one["apiVersion"] == "apps/v1":
                kubernetes_validate.validate(one, VERSIONS[0], strict=True)
                has = [mount["mountPath"] for mount in one["spec"]["template"]["spec"]["containers"][0].get("volumeMounts", [])]
                assert ("/files/roots" in has) is (component(one) == component_of), f"{role}: {component(one)} has {has}"
    for case in CASES:
        for one in workloads(case):
            pod = one["spec"]["template"]["spec"]
            mounts = pod["containers"][0].get("volumeMounts", [])
            assert sorted(mount["name"] for mount in mounts) == sorted(volume["name"] for volume in pod.get("volumes", [])), f"{case}: {component(one)}"
            data = named(case, "ConfigMap", pod["containers"][0]["envFrom"][0]["configMapRef"]["name"])["data"]
            for name, value in data.items():
                if "_FILE" in name:
                    assert any(value.startswith(mount["mountPath"] + "/") for mount in mounts), f"{case}: {component(one)} has no file for {name}"


def addresses_of_ipv6_that_are_given_out_are_listened_at():
    def listens(*more):
        return {one["data"]["LISTEN"] for one in of_kind(objects(template("minimal", *more)), "ConfigMap")}
    assert listens() == {"0.0.0.0"}
    assert listens("--set", "edge.ipv6={2001:db8::7}") == listens("--set", "acmeDns.ipv6={2001:db8::53}") == {"::"}
    assert listens("--set", "edge.ipv6={2001:db8::7}", "--set", "listen=0.0.0.0") == {"0.0.0.0"}
    families = {one["metadata"]["name"]: one["spec"].get("ipFamilyPolicy") for one in of_kind(RENDERED["production"], "Service")}
    assert families["nameplate-edge"] == "PreferDualStack" and families["nameplate-acme-dns"] is None, families


def rights_in_the_cluster_are_asked_for_by_the_traffic_backend_alone():
    roles = ("Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding")
    for case in CASES:
        has_roles = {one["kind"] for one in of_kind(RENDERED[case], *roles)}
        assert has_roles == (set(roles) if case in ("gateway", "ingress") else set()), case
    may = rights("gateway")
    assert may["configmaps"] == {"get", "list", "create", "patch", "delete"} and may["issuers"] == {"get", "list", "create", "patch", "delete"}
    may = rights("ingress")
    assert may["ingresses"] == {"get", "list", "watch", "create", "patch", "delete"}
    assert may["secrets"] == {"get", "list", "delete"} and may["listenersets"] == {"get", "list"}
    assert may["leases"] == {"create", "get", "update"} and "configmaps" not in may


def rights(case):
    may = {}
    for one in of_kind(RENDERED[case], "Role", "ClusterRole"):
        for rule in one["rules"]:
            assert "*" not in rule["verbs"] + rule["resources"] + rule["apiGroups"], rule
            for resource in rule["resources"]:
                may.setdefault(resource, set()).update(rule["verbs"])
    return may


def alert_rules_are_those_of_the_deploy_folder():
    rule = named("production", "PrometheusRule", "nameplate")
    assert rule["spec"] == yaml.safe_load(Path("deploy/prometheus/nameplate-alerts.yaml").read_text())


def what_is_new_in_a_configuration_is_a_new_pod():
    def sums(*more):
        return {component(one): one["spec"]["template"]["metadata"]["annotations"] for one in of_kind(objects(template("minimal", *more)), "Deployment")}
    before, after = sums(), sums("--set", "edge.settings.EDGE_WORKERS=4")
    assert before["edge"] != after["edge"] and before["control-plane"] == after["control-plane"]
    assert sums("--set", "secrets.values.EDGE_TOKEN=another-0123456789")["edge"] != before["edge"]


def an_api_server_takes_the_objects_that_it_knows():
    """It has schemas for none of them: what is seen is that they are kept whole, and that one case can follow another."""
    kubectl, kubeconfig = sys.argv[1:3]

    def run(*arguments, given=None):
        ran = subprocess.run([kubectl, "--kubeconfig", kubeconfig, *arguments], input=given, capture_output=True, text=True)
        assert ran.returncode == 0, f"kubectl {' '.join(arguments)}: {ran.stderr}"
        return ran.stdout
    known = set(run("api-resources", "--output", "name").split())
    resources = {"ConfigMap": "configmaps", "Secret": "secrets", "Service": "services", "Ingress": "ingresses.networking.k8s.io"}
    assert set(resources.values()) <= known, known
    applied = 0
    for case in CASES:
        kinds = [one for one in RENDERED[case] if one["kind"] in resources]
        run("apply", "--server-side", "--field-manager=helm", "--filename=-", given=yaml.safe_dump_all(kinds))
        for one in kinds:
            name, kind = one["metadata"]["name"], resources[one["kind"]]
            there = json.loads(run("get", kind, name, f"--namespace={NAMESPACE}", "--output=json"))
            lost = [path for path in missing(one, there) if not path.startswith(".stringData")]
            assert not lost and there["metadata"]["labels"] == one["metadata"]["labels"], f"{case}: {name} lost {lost}"
        applied += len(kinds)
    for kind in resources.values():
        run("delete", kind, "--all", f"--namespace={NAMESPACE}", "--wait=false")
    assert applied > 30, applied


def what_the_page_says_can_be_done():
    """The blocks of the page that are marked as run here, one after the other, beside a checkout."""
    kubectl, kubeconfig = sys.argv[1:3]
    page = ["scripts/page-blocks", "web/docs/pages/self-hosting/helm.md", "kubernetes"]
    assert subprocess.check_output([*page, "count"], text=True) == "2\n"
    blocks = subprocess.check_output(page, text=True)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "deploy").symlink_to(Path("deploy").resolve())
        given = os.environ | {"KUBECONFIG": kubeconfig, "PATH": f"{Path(kubectl).parent}:{os.environ['PATH']}"}
        ran = subprocess.run(["bash", "-e", "-o", "pipefail"], input=blocks, env=given, cwd=folder, capture_output=True, text=True)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        made = objects(Path(folder, "objects.yaml").read_text())
    assert {component(one) for one in of_kind(made, "Deployment")} == {"control-plane", "edge", "acme-dns"}
    secrets = json.loads(subprocess.check_output([kubectl, "--kubeconfig", kubeconfig, "get", "secrets", f"--namespace={NAMESPACE}", "--output=json"]))["items"]
    there = {one["metadata"]["name"]: set(one["data"]) for one in secrets}
    for one in of_kind(made, "Deployment"):
        for variable in one["spec"]["template"]["spec"]["containers"][0]["env"]:
            source = variable["valueFrom"].get("secretKeyRef")
            assert source is None or source["key"] in there[source["name"]], f"{source} of {component(one)} is not there"


def the_program_runs_with_what_each_role_is_given():
    """Each container's own variables, probes and time to end, on this machine: only addresses, ports and folders are others."""
    program, database = sys.argv[3], os.environ["NAMEPLATE_TEST_POSTGRES"]
    rendered = objects(template("minimal", "--set", "ssh.enabled=true", "--set", "ssh.hostKeySecret=nameplate-ssh"))
    configurations = {one["metadata"]["name"]: one["data"] for one in of_kind(rendered, "ConfigMap")}
    secrets = {one["metadata"]["name"]: one["stringData"] for one in of_kind(rendered, "Secret")}
    with tempfile.TemporaryDirectory() as folder:
        host_key = Path(folder) / "ssh_host_key"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", host_key], check=True)
        # As `defaultMode` has it.
        host_key.chmod(0o440)
        ports = {}
        for name in ("PORT", "INTERNAL_PORT", "EDGE_TLS_PORT", "EDGE_HTTP_PORT", "ACME_DNS_PORT", "ACME_DNS_API_PORT", "SSH_PORT"):
            ports[name] = free_port()
        elsewhere = {name: str(port) for name, port in ports.items()} | {
            "DATABASE_URL": database, "EDGE_DATABASE_URL": database, "EDGE_STORAGE_DIR": f"{folder}/data", "SSH_HOST_KEY": str(host_key),
            "LISTEN": "127.0.0.1", "CONTROLPLANE_URL": f"http://127.0.0.1:{ports['INTERNAL_PORT']}",
        }
        running = {}
        try:
            for one in of_kind(rendered, "Deployment"):
                container = one["spec"]["template"]["spec"]["containers"][0]
                given = dict(configurations[container["envFrom"][0]["configMapRef"]["name"]])
                # A container's ports are those of its variables.
                moved = {given[name]: str(port) for name, port in ports.items() if name in given}
                assert {str(port["containerPort"]) for port in container["ports"]} == moved.keys(), f"{component(one)}: {moved}"
                for variable in container["env"]:
                    source = variable["valueFrom"].get("secretKeyRef")
                    given[variable["name"]] = secrets[source["name"]][source["key"]] if source else "pod-1"
                given |= {name: value for name, value in elsewhere.items() if name in given}
                log = open(f"{folder}/{component(one)}.log", "w+")
                started = subprocess.Popen([program, *container["args"]], env=given, cwd=folder, stdout=log, stderr=log)
                running[component(one)] = (started, log, one)
                numbers = {port["name"]: moved[str(port["containerPort"])] for port in container["ports"]}
                for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
                    until(lambda: answers(container[probe], numbers), started, log, f"{component(one)} does not answer its {probe}")
            metrics = f"http://127.0.0.1:{ports['INTERNAL_PORT']}/metrics"
            assert "\nnameplate_store_up 1\n" in page(metrics), "the database does not answer"
            assert "\nnameplate_edge_requests_total 0\n" in page(f"http://127.0.0.1:{ports['EDGE_HTTP_PORT']}/metrics")
            told = 'nameplate_http_requests_total{method="POST",route="/internal/edges",status="204"}'
            until(lambda: told in page(metrics), *running["control-plane"][:2], "the edge does not tell how it is")
            ask = ["dig", "+short", "@127.0.0.1", "-p", str(ports["ACME_DNS_PORT"]), "acme.saas.example", "SOA"]
            for way in ("+notcp", "+tcp"):
                said = subprocess.run([*ask, way], capture_output=True, text=True).stdout
                assert said.startswith("ns1.acme.saas.example."), f"{way}: {said}"
            for role, (started, log, one) in running.items():
                pod = one["spec"]["template"]["spec"]
                grace = pod["terminationGracePeriodSeconds"] - pod["containers"][0]["lifecycle"]["preStop"]["sleep"]["seconds"]
                started.send_signal(signal.SIGTERM)
                assert started.wait(grace) == 0, f"{role} ends with {started.returncode}: {said_in(log)}"
        finally:
            for started, _, _ in running.values():
                started.kill()
                started.wait()


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def page(url, headers=()):
    with urllib.request.urlopen(urllib.request.Request(url, headers=dict(headers)), timeout=2) as answer:
        return answer.read().decode()


def answers(probe, ports):
    """Whether a probe, as the kubelet does it, succeeds."""
    try:
        if "tcpSocket" in probe:
            socket.create_connection(("127.0.0.1", int(ports[probe["tcpSocket"]["port"]])), timeout=2).close()
        else:
            get = probe["httpGet"]
            headers = [(header["name"], header["value"]) for header in get.get("httpHeaders", [])]
            page(f"http://127.0.0.1:{ports[get['port']]}{get['path']}", headers)
        return True
    except OSError:
        return False


def until(holds, process, log, why):
    deadline = time.monotonic() + 60
    while not holds():
        assert process.poll() is None and time.monotonic() < deadline, f"{why}: {said_in(log)}"
        time.sleep(0.05)


def said_in(log):
    return Path(log.name).read_text()[-4000:]


def main():
    checks = [
        lint_finds_nothing,
        objects_are_what_the_schemas_of_kubernetes_describe_and_nothing_else,
        every_object_has_a_name_of_its_own,
        the_same_values_give_the_same_objects,
        no_secret_is_made_where_one_is_named,
        what_is_missing_or_unknown_is_refused_with_its_name,
        pods_have_no_rights_that_they_do_not_need,
        pods_are_given_as_long_to_end_as_the_program_takes,
        what_names_pods_or_their_ports_finds_them,
        the_internal_port_is_for_edges_and_prometheus_alone,
        variables_are_ones_that_the_program_reads,
        files_that_settings_name_are_mounted_in_the_pods_that_read_them,
        addresses_of_ipv6_that_are_given_out_are_listened_at,
        rights_in_the_cluster_are_asked_for_by_the_traffic_backend_alone,
        alert_rules_are_those_of_the_deploy_folder,
        what_is_new_in_a_configuration_is_a_new_pod,
    ]
    if len(sys.argv) > 1:
        checks += [an_api_server_takes_the_objects_that_it_knows, what_the_page_says_can_be_done, the_program_runs_with_what_each_role_is_given]
    for check in checks:
        check()
        print(f"ok: {check.__name__.replace('_', ' ')}")
    print(f"{len(checks)} passed, 0 failed")


main()
