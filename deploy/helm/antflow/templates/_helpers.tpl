{{/* Name of all objects: 49 characters at most, so that what is added stays within 63. */}}
{{- define "antflow.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 49 | trimSuffix "-" -}}
{{- else if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 49 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 49 | trimSuffix "-" -}}
{{- end -}}
{{- end }}

{{- define "antflow.selectorLabels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "antflow.labels" -}}
{{ include "antflow.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "antflow.serviceAccountName" -}}
{{- if .Values.serviceAccount.name -}}
{{- .Values.serviceAccount.name -}}
{{- else -}}
{{- ternary (include "antflow.fullname" .) "default" .Values.serviceAccount.create -}}
{{- end -}}
{{- end }}

{{- define "antflow.image" -}}
{{- with .Values.image -}}
{{- .repository }}:{{ .tag | default $.Chart.AppVersion }}
{{- with .digest }}@{{ . }}{{ end -}}
{{- end -}}
{{- end }}

{{/* "true" where callers need a key, or nothing. */}}
{{- define "antflow.guarded" -}}
{{- if not .Values.access.anonymous -}}true{{- end -}}
{{- end }}

{{/* The most replicas there can be, an update's additional one left out. */}}
{{- define "antflow.maxReplicas" -}}
{{- ternary .Values.autoscaling.maxReplicas .Values.replicas .Values.autoscaling.enabled -}}
{{- end }}

{{/* "true" where two pods can't have the data's volume at the same time, or nothing. */}}
{{- define "antflow.exclusiveVolume" -}}
{{- with .Values.data.persistence -}}
{{- if and .enabled (has .accessMode (list "ReadWriteOnce" "ReadWriteOncePod")) -}}true{{- end -}}
{{- end -}}
{{- end }}

{{/* The environment variable of a setting. */}}
{{- define "antflow.variable" -}}
{{- . | upper | replace "." "_" | replace "-" "_" -}}
{{- end }}

{{/* A setting's value as text: whole numbers without an exponent, which they have as numbers of a YAML file. */}}
{{- define "antflow.text" -}}
{{- if and (kindIs "float64" .) (eq . (floor .)) -}}
{{- printf "%.0f" . -}}
{{- else -}}
{{- toString . -}}
{{- end -}}
{{- end }}

{{/* What a schema can't say of the values, each with its remedy. */}}
{{- define "antflow.check" -}}
{{- if not .Values.image.repository -}}
{{- fail "\nimage.repository is missing: say where the image is that you built from deploy/docker, without its tag" -}}
{{- end -}}
{{- with .Values.access -}}
{{- if not (or .keysSecret.name .oidc.authServerUrl .anonymous) -}}
{{- fail "\nnobody could use the service: name a Secret with the keys file in access.keysSecret.name, or an OpenID Connect provider in access.oidc.authServerUrl; or let everybody do everything who reaches the port, by access.anonymous=true" -}}
{{- end -}}
{{- if and .anonymous (or .keysSecret.name .oidc.authServerUrl) -}}
{{- fail "\naccess.anonymous=true lets everybody do everything, so keys and tokens would guard nothing: leave out either it or access.keysSecret and access.oidc" -}}
{{- end -}}
{{- if ne (empty .oidc.authServerUrl) (empty .oidc.audience) -}}
{{- fail "\naccess.oidc wants both authServerUrl and audience: whose tokens are taken, and that they are for this service" -}}
{{- end -}}
{{- end -}}
{{- if and .Values.pipelines .Values.pipelinesConfigMap -}}
{{- fail "\npipelines and pipelinesConfigMap exclude each other: there is one folder of definitions" -}}
{{- end -}}
{{- range $name := list "serviceMonitor" "autoscaling" -}}
{{- $asks := get $.Values $name -}}
{{- if and $asks.enabled (include "antflow.guarded" $) (not $asks.keySecret.name) -}}
{{- fail (printf "\n%s.keySecret.name is missing: who asks the service needs a viewer's key, from a Secret" $name) -}}
{{- end -}}
{{- end -}}
{{- if and (include "antflow.exclusiveVolume" .) (gt (include "antflow.maxReplicas" . | int) 1) -}}
{{- fail "\na volume that is ReadWriteOnce has one replica: set data.persistence.accessMode to ReadWriteMany, or replicas (with autoscaling, its maxReplicas) to 1" -}}
{{- end -}}
{{- if gt (int .Values.autoscaling.minReplicas) (int .Values.autoscaling.maxReplicas) -}}
{{- fail "\nautoscaling: minReplicas is more than maxReplicas" -}}
{{- end -}}
{{- $made := dict "quarkus.http.host" "nothing: it listens for the Service" "quarkus.http.port" "nothing: the Service has service.port" "antflow.data-dir" "data" "antflow.pipelines.dir" "pipelines" "antflow.engine.drain-limit" "drainSeconds" "antflow.security.keys-file" "access.keysSecret" "antflow.security.anonymous" "access.anonymous" "quarkus.oidc.auth-server-url" "access.oidc.authServerUrl" "quarkus.oidc.token.audience" "access.oidc.audience" -}}
{{- range $key, $_ := .Values.config -}}
{{- if hasKey $made $key -}}
{{- fail (printf "\nconfig: the chart sets %s itself; use %s" $key (get $made $key)) -}}
{{- end -}}
{{- if hasPrefix "antflow.http.credentials." $key -}}
{{- fail (printf "\nconfig: %s belongs into httpCredentials" $key) -}}
{{- end -}}
{{- end -}}
{{- end }}
