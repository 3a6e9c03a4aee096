# The words of the README and of CI. Each target says what it does and fails with a sentence that says what to do.
.PHONY: dev build web package test test-containers test-packages test-web test-newer test-recorded test-kubernetes test-monitoring test-simulation test-storage test-upgrade check advisories sbom bench bench-web generate help
.DEFAULT_GOAL := help

help:            ## these words
	@grep -E '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /make \1\t/' | expand -t 18

dev:             ## build and run everything on this machine
	@scripts/need dev
	@scripts/web optional
	@echo "Building nameplate (the first time takes a few minutes) …"
	@cargo build --release --bin nameplate
	@exec target/release/nameplate dev --open

build:           ## target/release/nameplate, with what browsers load where Node is there
	@scripts/need build
	@scripts/web optional
	cargo build --release --bin nameplate

web:             ## what browsers load from us: the widget, the console, the documentation, by Node
	@scripts/web

package:         ## target/package: a .deb, an archive, and their checksums
	@scripts/package

test:            ## every test, on SQLite and on a real PostgreSQL
	@scripts/test

test-web:        ## the web parts: types, unit tests, sizes, and the widget in a real browser
	@scripts/test-web

test-newer:      ## what needs newer programs than Debian's stable: NEWER=folder with usr/bin/pebble (2.10), acme.sh (3.1)
	@scripts/test-newer "$(NEWER)"

test-recorded:   ## recordings of DNS providers, replayed to their adapters: RECORDED=folder [SIGV4=cases.json] [TEMPLATE_SCHEMA=template.schema.json]
	@scripts/need build
	@test -d "$(RECORDED)" || { echo "RECORDED must name a folder of recordings: make test-recorded RECORDED=folder" >&2; exit 1; }
	NAMEPLATE_RECORDED="$(abspath $(RECORDED))" cargo test -p nameplate-providers --features recordings --test recorded -- --nocapture
ifneq ($(SIGV4),)
	NAMEPLATE_SIGV4="$(abspath $(SIGV4))" cargo test -p nameplate-providers --features recordings --test sigv4
endif
ifneq ($(TEMPLATE_SCHEMA),)
	NAMEPLATE_DOMAIN_CONNECT_SCHEMA="$(abspath $(TEMPLATE_SCHEMA))" cargo test -p nameplate-providers --features recordings --test domain_connect schema
endif

test-kubernetes: ## objects applied to a real API server, and the Helm chart: KUBERNETES=folder with bin/mini-kube-apiserver, etcd, kubectl; KUBERNETES_TOOLS=folder with run, crds
	@scripts/need build
	@scripts/test-kubernetes "$(KUBERNETES)" "$(KUBERNETES_TOOLS)"

test-monitoring: ## alert rules and the dashboard, against a real Prometheus that scrapes `nameplate dev`
	@scripts/need build
	@scripts/test-monitoring

test-containers: ## the image and compose.yaml, built and run by Podman on stand-ins for images of registries; needs root
	@scripts/test-containers

test-packages:   ## packages, installed and started by systemd in a small Debian; needs root
	@scripts/test-packages

test-simulation: ## ten thousand names through three simulated years
	@scripts/need build
	cargo test --profile simulation -p nameplate --test simulation -- --nocapture

test-storage:    ## backup, restore and the move to PostgreSQL, by the commands of their pages
	@scripts/need build postgres
	@cargo build --bin nameplate
	@scripts/test-storage

test-upgrade:    ## this version beside the one before, over one PostgreSQL: FROM=commit (builds that one)
	@scripts/need build postgres
	@cargo build --bin nameplate
	@scripts/test-upgrade "$(FROM)"

check:           ## format, lints, the release build, licences, npm advisories
	@scripts/check

advisories:      ## known vulnerabilities of what is built; needs a network that reaches the RustSec database
	@scripts/advisories

sbom:            ## what is built in, as CycloneDX: target/sbom
	@scripts/sbom

bench:           ## measure against peers; writes BENCHMARKS.md
	@scripts/bench

bench-web:       ## measure the widget, over target/release/nameplate; writes its section of BENCHMARKS.md
	@scripts/need build node browser
	@scripts/web
	cargo build --release --bin nameplate
	NAMEPLATE_BIN=target/release/nameplate node web/e2e/measure.mjs --write

generate:        ## renew everything that is written from code
	@scripts/need build
	UPDATE=1 cargo test --quiet -p nameplate-domain -p nameplate -p nameplate-api -p nameplate-providers -p nameplate-bench current
	@[ ! -d web/node_modules ] || npm run schema --prefix web/console --silent
