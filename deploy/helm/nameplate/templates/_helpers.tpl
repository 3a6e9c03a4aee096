{{- define "nameplate.fullname" -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- $full := ternary .Release.Name (printf "%s-%s" .Release.Name $name) (contains $name .Release.Name) -}}
{{- default $full .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{/* What a role's pods are selected by. Given: root, role. */}}
{{- define "nameplate.selector" -}}
app.kubernetes.io/name: {{ default .root.Chart.Name .root.Values.nameOverride | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .role }}
{{- end -}}

{{- define "nameplate.labels" -}}
{{ include "nameplate.selector" . }}
app.kubernetes.io/version: {{ .root.Values.image.tag | default .root.Chart.AppVersion | trunc 63 | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" | trunc 63 }}
{{- end -}}

{{- define "nameplate.image" -}}
{{- $image := .Values.image -}}
{{- $repository := required "image.repository must name an image that has the program nameplate" $image.repository -}}
{{- if $image.digest -}}
{{ $repository }}@{{ $image.digest }}
{{- else -}}
{{ $repository }}:{{ $image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end -}}

{{- define "nameplate.serviceAccount" -}}
{{- default (include "nameplate.fullname" .) .Values.serviceAccount.name -}}
{{- end -}}

{{- define "nameplate.secret" -}}
{{- if and .Values.secrets.existingSecret .Values.secrets.values -}}
{{- fail "give secrets.existingSecret or secrets.values, not both" -}}
{{- end -}}
{{- default (printf "%s-secrets" (include "nameplate.fullname" .)) .Values.secrets.existingSecret -}}
{{- end -}}

{{- define "nameplate.databaseSecret" -}}
{{- if and .Values.database.existingSecret .Values.database.url -}}
{{- fail "give database.existingSecret or database.url, not both" -}}
{{- end -}}
{{- default (printf "%s-database" (include "nameplate.fullname" .)) .Values.database.existingSecret -}}
{{- end -}}

{{/* The key of the URL: the chart's own Secret has one. */}}
{{- define "nameplate.databaseKey" -}}
{{- ternary .Values.database.key "DATABASE_URL" (ne .Values.database.existingSecret "") -}}
{{- end -}}

{{- define "nameplate.edgeTarget" -}}
{{- default (printf "edge.%s" .Values.baseDomain) .Values.edge.cnameTarget -}}
{{- end -}}

{{- define "nameplate.acmeDnsApi" -}}
http://{{ include "nameplate.fullname" . }}-acme-dns-api.{{ .Release.Namespace }}.svc:8082
{{- end -}}

{{/* An address of IPv6 that is given out is one that is listened at. */}}
{{- define "nameplate.listen" -}}
{{- default (ternary "::" "0.0.0.0" (gt (len (concat .Values.edge.ipv6 .Values.acmeDns.ipv6)) 0)) .Values.listen -}}
{{- end -}}

{{/* The families of addresses of a role's Service. Given: the role's values. */}}
{{- define "nameplate.ipFamilyPolicy" -}}
{{- with default (ternary "PreferDualStack" "" (gt (len .ipv6) 0)) .service.ipFamilyPolicy -}}
ipFamilyPolicy: {{ . }}
{{- end -}}
{{- end -}}

{{/* The variables of a role that are no secrets, as YAML. Given: root, role (the key in values). */}}
{{- define "nameplate.variables" -}}
{{- $values := .root.Values -}}
{{- $own := dict
  "CD_ENV" "production"
  "LISTEN" (include "nameplate.listen" .root)
  "LOG" $values.log
  "LOG_FORMAT" "json"
  "BASE_DOMAIN" (required "baseDomain must be the platform's domain, such as saas.example" $values.baseDomain)
  "EDGE_CNAME_TARGET" (include "nameplate.edgeTarget" .root)
  "EDGE_ISSUER" $values.edge.issuer
-}}
{{- with $values.publicUrl }}{{ $_ := set $own "PUBLIC_URL" . }}{{ end -}}
{{- with $values.trustedProxies }}{{ $_ := set $own "TRUSTED_PROXIES" (join "," .) }}{{ end -}}
{{- with $values.edge.acmeEmail }}{{ $_ := set $own "EDGE_ACME_EMAIL" . }}{{ end -}}
{{- with $values.edge.ipv4 }}{{ $_ := set $own "EDGE_IPV4" (join "," .) }}{{ end -}}
{{- with $values.edge.ipv6 }}{{ $_ := set $own "EDGE_IPV6" (join "," .) }}{{ end -}}
{{- $own = merge $own (fromYaml (include (printf "nameplate.variables.%s" .role) .root)) -}}
{{- $further := dict -}}
{{- range $from := list $values.settings (index $values .role).settings -}}
{{- range $name, $value := $from -}}
{{- if hasKey $own $name -}}
{{- fail (printf "settings.%s is set by the chart from another value" $name) -}}
{{- end -}}
{{- $_ := set $further $name (toString $value) -}}
{{- end -}}
{{- end -}}
{{ toYaml (merge $own $further) }}
{{- end -}}

{{- define "nameplate.variables.controlPlane" -}}
{{- $traffic := .Values.traffic -}}
PORT: "8080"
INTERNAL_PORT: "9090"
WORKER_ENABLED: {{ ternary "1" "0" .Values.controlPlane.workers | quote }}
TRAFFIC_BACKEND: {{ $traffic.backend }}
{{- if eq $traffic.backend "kubernetes" }}
TRAFFIC_FLAVOUR: {{ required "traffic.flavour must be gateway, traefik or ingress" $traffic.flavour }}
TRAFFIC_OWNER: {{ include "nameplate.fullname" . }}
TRAFFIC_NAMESPACES: {{ join "," $traffic.namespaces | quote }}
TRAFFIC_LEASE: {{ .Release.Namespace }}/{{ include "nameplate.fullname" . }}
TRAFFIC_CERTIFICATES: {{ $traffic.certificates }}
{{- if eq $traffic.flavour "gateway" }}
TRAFFIC_GATEWAY: {{ required "traffic.gateway must be NAMESPACE/NAME of your Gateway" $traffic.gateway }}
{{- end }}
{{- if and (eq $traffic.flavour "ingress") $traffic.ingressClass }}
TRAFFIC_INGRESS_CLASS: {{ $traffic.ingressClass }}
{{- end }}
{{- if eq $traffic.certificates "http01" }}
TRAFFIC_ISSUER: {{ required "traffic.issuer must be ClusterIssuer/NAME or Issuer/NAME" $traffic.issuer }}
{{- end }}
{{- if eq $traffic.certificates "acme_dns" }}
{{- if not .Values.acmeDns.enabled }}{{ fail "traffic.certificates is acme_dns, which takes acmeDns.enabled" }}{{ end }}
{{- if and .Values.networkPolicy.enabled (not .Values.networkPolicy.acmeDnsApiFrom) }}
{{- fail "traffic.certificates is acme_dns, so cert-manager has to reach the acme-dns API: networkPolicy.acmeDnsApiFrom must name it, such as [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: cert-manager}}}]" }}
{{- end }}
ACME_DNS_API_URL: {{ include "nameplate.acmeDnsApi" . }}
{{- end }}
{{- if $traffic.grants }}
TRAFFIC_GRANTS: {{ .Release.Namespace }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "nameplate.variables.edge" -}}
CONTROLPLANE_URL: http://{{ include "nameplate.fullname" . }}-internal:9090
EDGE_TLS_PORT: "8443"
EDGE_HTTP_PORT: "8081"
EDGE_PUBLIC_TLS_PORT: "443"
EDGE_STORAGE_DIR: /data
EDGE_DRAIN_TIMEOUT: {{ .Values.edge.drainSeconds }}s
{{- with .Values.edge.trustedProxies }}
EDGE_TRUSTED_PROXIES: {{ join "," . | quote }}
{{- end }}
{{- if and .Values.edge.database.existingSecret .Values.acmeDns.enabled }}
{{- /* Challenges cannot be written where the zone is read. */}}
ACME_DNS_API_URL: {{ include "nameplate.acmeDnsApi" . }}
{{- end }}
{{- end -}}

{{- define "nameplate.variables.acmeDns" -}}
ACME_DNS_PORT: "5353"
ACME_DNS_API_PORT: "8082"
{{- with .Values.acmeDns.nameservers }}
ACME_DNS_NAMESERVERS: {{ join "," . | quote }}
{{- end }}
{{- with .Values.acmeDns.ipv4 }}
ACME_DNS_IPV4: {{ join "," . | quote }}
{{- end }}
{{- with .Values.acmeDns.ipv6 }}
ACME_DNS_IPV6: {{ join "," . | quote }}
{{- end }}
{{- end -}}

{{- define "nameplate.variables.ssh" -}}
SSH_PORT: "2222"
SSH_HOST_KEY: /etc/nameplate/ssh_host_key
{{- end -}}

{{/* Secrets as variables. Given: root, role. */}}
{{- define "nameplate.secretVariables" -}}
{{- $secret := include "nameplate.secret" .root -}}
{{- $names := list "TOKEN_HMAC_SECRET" "EDGE_TOKEN" }}
{{- if ne .role "acmeDns" }}{{ $names = append $names "CREDENTIAL_ENC_KEY" }}{{ end }}
{{- range concat $names ((index .root.Values .role).secretVariables | default list) }}
- name: {{ . }}
  valueFrom: {secretKeyRef: {name: {{ $secret }}, key: {{ . }}}}
{{- end }}
{{- end -}}

{{/* A role that reads the control plane's database. */}}
{{- define "nameplate.databaseVariable" -}}
- name: DATABASE_URL
  valueFrom: {secretKeyRef: {name: {{ include "nameplate.databaseSecret" . }}, key: {{ include "nameplate.databaseKey" . }}}}
{{- end -}}

{{/* Metadata of pods: another configuration is another pod. Given: root, role, component. */}}
{{- define "nameplate.podMetadata" -}}
labels:
  {{- include "nameplate.labels" (dict "root" .root "role" .component) | nindent 2 }}
annotations:
  checksum/settings: {{ include "nameplate.variables" . | sha256sum }}
  checksum/secrets: {{ printf "%s%s" (toJson .root.Values.secrets.values) .root.Values.database.url | sha256sum }}
  {{- with (index .root.Values .role).podAnnotations }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end -}}

{{/* What is the same in the pods of every role. Given: root, role, component, grace (seconds). */}}
{{- define "nameplate.pod" -}}
{{- $root := .root -}}
{{- $role := index $root.Values .role -}}
{{- with $root.Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
# A Service called ssh would be the variable SSH_PORT.
enableServiceLinks: false
terminationGracePeriodSeconds: {{ .grace }}
securityContext:
  runAsNonRoot: true
  runAsUser: {{ $root.Values.podSecurityContext.runAsUser }}
  runAsGroup: {{ $root.Values.podSecurityContext.runAsGroup }}
  fsGroup: {{ $root.Values.podSecurityContext.runAsGroup }}
  seccompProfile: {type: RuntimeDefault}
{{- /* A DaemonSet is on every node as it is. */}}
{{- if not (and (eq .role "edge") (eq $root.Values.edge.kind "DaemonSet")) }}
topologySpreadConstraints:
  {{- $selector := include "nameplate.selector" (dict "root" $root "role" .component) }}
  {{- range $root.Values.topologySpread.topologyKeys }}
  - maxSkew: 1
    topologyKey: {{ . }}
    whenUnsatisfiable: {{ $root.Values.topologySpread.whenUnsatisfiable }}
    labelSelector:
      matchLabels:
        {{- $selector | nindent 8 }}
  {{- end }}
{{- end }}
{{- with ternary $root.Values.priorityClassName.edge $root.Values.priorityClassName.others (eq .role "edge") }}
priorityClassName: {{ . }}
{{- end }}
{{- with $role.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $role.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $role.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* What is the same in the containers of every role. Given: root, role, component, args. */}}
{{- define "nameplate.container" -}}
image: {{ include "nameplate.image" .root | quote }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
command: {{ toJson .root.Values.image.command }}
args: {{ toJson .args }}
envFrom:
  - configMapRef: {name: {{ include "nameplate.fullname" .root }}-{{ .component }}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
resources:
  {{- toYaml (index .root.Values .role).resources | nindent 2 }}
{{- with (index .root.Values .role).preStopSeconds }}
lifecycle:
  preStop:
    sleep: {seconds: {{ . }}}
{{- end }}
{{- end -}}
