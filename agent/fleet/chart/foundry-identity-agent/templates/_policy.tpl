{{- /*
The part that a MutatingAdmissionPolicy and Kyverno's MutatingPolicy have in common. It uses only what CEL has in
Kubernetes since 1.30, because Kyverno brings an older CEL than the newest API server.

JSONPatch, not ApplyConfiguration: the latter refuses lists such as a container's command.
*/ -}}
{{- define "agent.policy" -}}
matchConditions:
  - name: not-windows
    expression: >-
      object.spec.?os.?name.orValue("linux") != "windows"
      && object.spec.?nodeSelector[?"kubernetes.io/os"].orValue("linux") != "windows"
      && object.spec.?nodeSelector[?"beta.kubernetes.io/os"].orValue("linux") != "windows"
      && !object.spec.?affinity.?nodeAffinity.?requiredDuringSchedulingIgnoredDuringExecution.?nodeSelectorTerms.orValue([])
      .exists(t, t.?matchExpressions.orValue([])
      .exists(e, e.key == "kubernetes.io/os" && e.operator == "In" && e.values.all(v, v == "windows")))
  # Also not a pod that another release of this chart, or a template copied from a running pod, has given the agent
  - name: not-injected
    expression: >-
      !object.spec.?volumes.orValue([]).exists(v, v.name == {{ include "agent.volume" . | quote }})
      && !object.spec.?initContainers.orValue([]).exists(c, c.name == {{ include "agent.volume" . | quote }})
  # The kubelet compares such a pod with its own file
  - name: not-a-mirror-pod
    expression: >-
      !("kubernetes.io/config.mirror" in object.metadata.?annotations.orValue({}))
variables:
  - name: asked
    expression: >-
      object.metadata.?annotations[?"foundry-identity/containers"].orValue("")
      .split(",").map(n, n.trim()).filter(n, n != "")
  - name: initContainers
    expression: object.spec.?initContainers.orValue([])
  - name: chosen
    expression: >-
      object.spec.containers
      .filter(c, variables.asked.size() == 0 ? !(c.name in {{ toRawJson .Values.skipContainers }}) : c.name in variables.asked)
      .map(c, {"container": dyn(c), "path": dyn("/spec/containers/" + string(object.spec.containers.map(o, o.name).indexOf(c.name)))})
      + variables.initContainers
      .filter(c, c.name in variables.asked)
      .map(c, {"container": dyn(c), "path": dyn("/spec/initContainers/" + string(variables.initContainers.map(o, o.name).indexOf(c.name)))})
  # Not: options that come from elsewhere, a container that has the agent already, a folder that something else has
  - name: free
    expression: >-
      variables.chosen
      .filter(s, !s.container.?env.orValue([]).exists(e,
        e.name == "JAVA_TOOL_OPTIONS" && has(e.valueFrom) || e.?value.orValue("").contains({{ include "agent.jar" . | quote }})))
      .filter(s, !(s.container.?command.orValue([]) + s.container.?args.orValue([])).exists(a, a.contains({{ include "agent.jar" . | quote }})))
      .filter(s, !s.container.?volumeMounts.orValue([]).exists(m, m.mountPath == {{ include "agent.folder" . | quote }} || m.mountPath.startsWith({{ include "agent.folder" . | printf "%s/" | quote }})))
  # With the last JAVA_TOOL_OPTIONS, as this is the one that counts; -1 if there is none
  - name: slots
    expression: >-
      variables.free.map(s, {
        "path": s.path,
        "container": s.container,
        "names": dyn(s.container.?env.orValue([]).map(e, e.name)),
        "index": dyn(s.container.?env.orValue([]).map(e, e.name).lastIndexOf("JAVA_TOOL_OPTIONS")),
        "options": dyn([""] + s.container.?env.orValue([]).filter(e, e.name == "JAVA_TOOL_OPTIONS").map(e, e.?value.orValue("")))
      })
mutations:
  - patchType: JSONPatch
    jsonPatch:
      expression: |-
        variables.slots.size() == 0 ? [] :
        variables.slots.filter(s, !has(s.container.env)).map(s,
          JSONPatch{op: "add", path: s.path + "/env", value: []})
        {{- range $key, $value := include "agent.keys" . | fromYaml }}
        {{- $variable := include "agent.variable" $key }}
        + variables.slots.filter(s, !({{ printf "FOUNDRY_IDENTITY_%s" $variable | quote }} in s.names) && !({{ printf "IDENTITY_AGENT_%s" $variable | quote }} in s.names)).map(s,
          JSONPatch{op: "add", path: s.path + "/env/-", value: {{ dict "name" (printf "FOUNDRY_IDENTITY_%s" $variable) "value" $value | toRawJson }}})
        {{- end }}
        + variables.slots.filter(s, s.index < 0).map(s,
          JSONPatch{op: "add", path: s.path + "/env/-", value: {{ dict "name" "JAVA_TOOL_OPTIONS" "value" (include "agent.flag" .) | toRawJson }}})
        + variables.slots.filter(s, s.index >= 0).map(s,
          JSONPatch{op: "add", path: s.path + "/env/" + string(s.index) + "/value", value:
            (s.options[s.options.size() - 1] + {{ include "agent.flag" . | printf " %s" | toRawJson }}).trim()})
        + variables.slots.filter(s, !has(s.container.volumeMounts)).map(s,
          JSONPatch{op: "add", path: s.path + "/volumeMounts", value: []})
        + variables.slots.map(s,
          JSONPatch{op: "add", path: s.path + "/volumeMounts/-", value: {{ include "agent.pod.mount" . | fromYaml | include "cel" }}})
        + (has(object.spec.volumes) ? [] : [JSONPatch{op: "add", path: "/spec/volumes", value: []}])
        + [JSONPatch{op: "add", path: "/spec/volumes/-", value: {{ include "agent.pod.volume" . | fromYaml | include "cel" }}}]
        + (has(object.metadata.annotations) ? [] : [JSONPatch{op: "add", path: "/metadata/annotations", value: {}}])
        + [JSONPatch{op: "add", path: "/metadata/annotations/foundry-identity~1injected", value: variables.slots.map(s, string(s.container.name)).join(",")}]
        {{- if .Values.identity.workloadIdentity }}
        + (has(object.metadata.labels) ? [] : [JSONPatch{op: "add", path: "/metadata/labels", value: {}}])
        + ("azure.workload.identity/use" in object.metadata.?labels.orValue({}) ? [] : [JSONPatch{op: "add", path: "/metadata/labels/azure.workload.identity~1use", value: "true"}])
        {{- end }}
        {{- if ne .Values.delivery "image-volume" }}
        + (has(object.spec.initContainers) ? [] : [JSONPatch{op: "add", path: "/spec/initContainers", value: []}])
        {{- /* First, so that init containers and sidecars that are asked for find the jar; last patch, as it moves the others */}}
        + [JSONPatch{op: "add", path: "/spec/initContainers/0", value: {{ include "agent.pod.initContainer" . | fromYaml | include "cel" }}}]
        {{- $security := .Values.initContainer.securityContext | default dict }}
        {{- if and $security.runAsNonRoot (not (hasKey $security "runAsUser")) }}
        {{- /* Such a pod would start the image as root in spite of its user, and runAsNonRoot would refuse that */}}
        + (object.spec.?securityContext.?runAsUser.orValue(-1) != 0 ? [] : [JSONPatch{op: "add", path: "/spec/initContainers/0/securityContext/runAsUser", value: 65534}])
        {{- end }}
        {{- end }}
{{- end -}}

{{- /* The two selectors exclude each other, so that a pod meets the policy once */ -}}
{{- define "agent.selector.namespace" -}}
namespaceSelector:
  matchLabels:
    {{ .Values.selector.label | quote }}: {{ .Values.selector.value | quote }}
objectSelector:
  matchExpressions:
    - key: {{ .Values.selector.label | quote }}
      operator: DoesNotExist
{{- end -}}

{{- define "agent.selector.pod" -}}
objectSelector:
  matchLabels:
    {{ .Values.selector.label | quote }}: {{ .Values.selector.value | quote }}
{{- end -}}

{{- define "agent.rules" -}}
resourceRules:
  - apiGroups: [""]
    apiVersions: [v1]
    resources: [pods]
    operations: [CREATE]
{{- end -}}
