{{- /* Names that a cluster's users see. They are not values: two releases must notice each other's work in a pod. */ -}}

{{- define "agent.folder" -}}/foundry-identity-agent{{- end -}}

{{- define "agent.jar" -}}foundry-identity-agent.jar{{- end -}}

{{- define "agent.volume" -}}foundry-identity-agent{{- end -}}

{{- define "agent.labels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "agent.image" -}}
{{- $repository := required "image.repository: set it to the agent's image in your registry" .Values.image.repository -}}
{{- if .Values.image.digest -}}
{{ $repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ $repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end -}}

{{- define "agent.flag" -}}
{{ with .Values.jvmOptions }}{{ . }} {{ end }}-javaagent:{{ include "agent.folder" . }}/{{ include "agent.jar" . }}
{{- end -}}

{{- /* The agent's keys that the values set, as a YAML map: on-failure: fail */ -}}
{{- define "agent.keys" -}}
{{- $keys := dict -}}
{{- range $key, $value := .Values.settings -}}{{- $_ := set $keys $key $value -}}{{- end -}}
{{- with .Values.targets -}}{{- $_ := set $keys "hosts" (join "," .) -}}{{- end -}}
{{- with .Values.identity.credential -}}{{- $_ := set $keys "credential" . -}}{{- end -}}
{{- with .Values.identity.clientId -}}{{- $_ := set $keys "client-id" . -}}{{- end -}}
{{- with .Values.identity.tenantId -}}{{- $_ := set $keys "tenant-id" . -}}{{- end -}}
{{- toYaml $keys -}}
{{- end -}}

{{- /* on-failure becomes ON_FAILURE */ -}}
{{- define "agent.variable" -}}{{ . | upper | replace "." "_" | replace "-" "_" }}{{- end -}}
