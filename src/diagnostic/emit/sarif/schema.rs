//! The objects of SARIF 2.1.0 that the log is made of, each named as in the standard.

use serde::Serialize;

/// `sarifLog` (section 3.13).
#[derive(Serialize)]
pub(super) struct Document<'f> {
    #[serde(rename = "$schema")]
    pub(super) schema: &'static str,
    pub(super) version: &'static str,
    pub(super) runs: [Run<'f>; 1],
}

/// `run` (section 3.14).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Run<'f> {
    pub(super) tool: Tool<'f>,
    pub(super) invocations: [Invocation; 1],
    pub(super) original_uri_base_ids: BaseIds,
    pub(super) column_kind: &'static str,
    pub(super) results: Vec<ResultItem<'f>>,
}

/// `run.originalUriBaseIds` (section 3.14.14).
#[derive(Serialize)]
pub(super) struct BaseIds {
    #[serde(rename = "%SRCROOT%")]
    pub(super) root: BaseDescription,
}

/// `artifactLocation` (section 3.4) of a base whose place the reader of the log knows.
#[derive(Serialize)]
pub(super) struct BaseDescription {
    pub(super) description: Message,
}

/// `tool` (section 3.18).
#[derive(Serialize)]
pub(super) struct Tool<'f> {
    pub(super) driver: Driver<'f>,
}

/// `toolComponent` (section 3.19).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Driver<'f> {
    pub(super) name: &'static str,
    pub(super) semantic_version: &'static str,
    pub(super) rules: Vec<ReportingDescriptor<'f>>,
}

/// `reportingDescriptor` (section 3.49).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ReportingDescriptor<'f> {
    pub(super) id: &'static str,
    pub(super) short_description: Message,
    pub(super) help: TextAndMarkdown<'f>,
    pub(super) default_configuration: Configuration,
    pub(super) properties: Properties,
}

/// `multiformatMessageString` (section 3.12).
#[derive(Serialize)]
pub(super) struct TextAndMarkdown<'f> {
    pub(super) text: &'f str,
    pub(super) markdown: &'f str,
}

/// `reportingConfiguration` (section 3.50).
#[derive(Serialize)]
pub(super) struct Configuration {
    pub(super) level: &'static str,
}

/// `propertyBag` (section 3.8) with what GitHub reads.
#[derive(Serialize)]
pub(super) struct Properties {
    pub(super) tags: [&'static str; 1],
    #[serde(rename = "problem.severity")]
    pub(super) problem_severity: &'static str,
}

/// `invocation` (section 3.20).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Invocation {
    pub(super) execution_successful: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) tool_execution_notifications: Vec<Notification>,
}

/// `notification` (section 3.58).
#[derive(Serialize)]
pub(super) struct Notification {
    pub(super) level: &'static str,
    pub(super) message: Message,
}

/// `result` (section 3.27).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ResultItem<'f> {
    pub(super) rule_id: &'f str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) rule_index: Option<usize>,
    pub(super) level: &'static str,
    pub(super) message: Message,
    pub(super) locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) related_locations: Vec<Related>,
    pub(super) partial_fingerprints: Fingerprint,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) fixes: Vec<FixItem<'f>>,
}

/// `result.partialFingerprints` (section 3.27.17); the name holds the version of the recipe.
#[derive(Serialize)]
pub(super) struct Fingerprint {
    #[serde(rename = "incidentFinding/v1")]
    pub(super) incident: String,
}

/// `fix` (section 3.55).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct FixItem<'f> {
    pub(super) description: Message,
    pub(super) artifact_changes: [ArtifactChange<'f>; 1],
}

/// `artifactChange` (section 3.56).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ArtifactChange<'f> {
    pub(super) artifact_location: ArtifactLocation,
    pub(super) replacements: Vec<Replacement<'f>>,
}

/// `replacement` (section 3.57).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Replacement<'f> {
    pub(super) deleted_region: Region,
    pub(super) inserted_content: Content<'f>,
}

/// `artifactContent` (section 3.3).
#[derive(Serialize)]
pub(super) struct Content<'f> {
    pub(super) text: &'f str,
}

/// `message` (section 3.11).
#[derive(Serialize)]
pub(super) struct Message {
    pub(super) text: String,
}

/// `location` (section 3.28).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Location {
    pub(super) physical_location: PhysicalLocation,
}

/// `location` of `result.relatedLocations` (section 3.27.22).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Related {
    pub(super) id: usize,
    pub(super) physical_location: PhysicalLocation,
    pub(super) message: Message,
}

/// `physicalLocation` (section 3.29).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PhysicalLocation {
    pub(super) artifact_location: ArtifactLocation,
    pub(super) region: Region,
}

/// `artifactLocation` (section 3.4).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ArtifactLocation {
    pub(super) uri: String,
    pub(super) uri_base_id: &'static str,
}

/// `region` (section 3.30), all four numbers, which GitHub requires.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Region {
    pub(super) start_line: usize,
    pub(super) start_column: usize,
    pub(super) end_line: usize,
    pub(super) end_column: usize,
}
