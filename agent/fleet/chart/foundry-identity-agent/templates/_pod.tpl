{{- /* What a pod gets, as plain YAML; the policies write it as CEL */ -}}

{{- define "agent.pod.volume" -}}
name: {{ include "agent.volume" . }}
{{- if eq .Values.delivery "image-volume" }}
image:
  reference: {{ include "agent.image" . }}
  {{- with .Values.image.pullPolicy }}
  pullPolicy: {{ . }}
  {{- end }}
{{- else }}
emptyDir: {}
{{- end }}
{{- end -}}

{{- define "agent.pod.mount" -}}
name: {{ include "agent.volume" . }}
mountPath: {{ include "agent.folder" . }}
readOnly: true
{{- end -}}

{{- define "agent.pod.initContainer" -}}
name: {{ include "agent.volume" . }}
image: {{ include "agent.image" . }}
{{- with .Values.image.pullPolicy }}
imagePullPolicy: {{ . }}
{{- end }}
command: [cp, /{{ include "agent.jar" . }}, {{ include "agent.folder" . }}/{{ include "agent.jar" . }}]
{{- with .Values.initContainer.resources }}
resources:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.initContainer.securityContext }}
securityContext:
  {{- toYaml . | nindent 2 }}
{{- end }}
volumeMounts:
  - name: {{ include "agent.volume" . }}
    mountPath: {{ include "agent.folder" . }}
{{- end -}}

{{- /* A value as a CEL literal. CEL wants one type in a map or list, so each member is dyn(). */ -}}
{{- define "cel" -}}
{{- if kindIs "map" . -}}
{ {{- range $i, $key := keys . | sortAlpha }}{{ if $i }}, {{ end }}{{ toRawJson $key }}: dyn({{ include "cel" (get $ $key) }}){{ end -}} }
{{- else if kindIs "slice" . -}}
[ {{- range $i, $each := . }}{{ if $i }}, {{ end }}dyn({{ include "cel" $each }}){{ end -}} ]
{{- else -}}
{{ toRawJson . }}
{{- end -}}
{{- end -}}
