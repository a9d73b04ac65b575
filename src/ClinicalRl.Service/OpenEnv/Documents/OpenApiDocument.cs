using System.Text.Json;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Service.OpenEnv.Documents;

/// <summary>The OpenAPI 3.1 document of one environment's prefix; its paths are relative to the prefix.</summary>
internal static class OpenApiDocument
{
    private const string ResetRequest = """
        {
          "title": "ResetRequest", "type": "object", "additionalProperties": true,
          "properties": {
            "seed": {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "null"}], "description": "Fixes the scenario; drawn and reported when absent."},
            "episode_id": {"anyOf": [{"type": "string", "minLength": 1, "maxLength": 255}, {"type": "null"}], "description": "The client's own name of the episode."},
            "split": {"enum": ["train", "validation", "heldout"], "default": "train"},
            "index": {"type": "integer", "minimum": 0, "description": "Which held-out scenario; elsewhere the same as seed."},
            "difficulty": {"enum": ["easy", "standard", "hard"], "default": "standard"},
            "reward_function": {"type": "string", "description": "Id or id@version."},
            "reward_mode": {"enum": ["step", "terminal", "delta"], "default": "step"},
            "environment_version": {"type": "string"},
            "labels": {"type": "object", "additionalProperties": {"type": "string"}},
            "resume": {"type": "boolean", "default": false, "description": "Continue the episode of that episode_id; answers its last observation."},
            "restart": {"type": "boolean", "default": false, "description": "End the unfinished episode of that episode_id and begin anew."}
          }
        }
        """;

    private const string JsonRpc = """
        {
          "title": "JsonRpcRequest", "type": "object", "additionalProperties": false, "required": ["jsonrpc", "method"],
          "properties": {
            "jsonrpc": {"const": "2.0"},
            "method": {"enum": ["tools/list", "tools/call", "openenv/session/create", "openenv/session/close"]},
            "params": {"type": "object", "default": {}},
            "id": {"anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "null"}]}
          }
        }
        """;

    private const string ValidationError = """
        {
          "title": "HTTPValidationError", "type": "object",
          "properties": {
            "detail": {"type": "array", "items": {"type": "object", "required": ["type", "loc", "msg"], "properties": {
              "type": {"type": "string"}, "loc": {"type": "array", "items": {"anyOf": [{"type": "string"}, {"type": "integer"}]}},
              "msg": {"type": "string"}, "input": {}, "ctx": {"type": "object"}}}}
          }
        }
        """;

    /// <summary>Writes it.</summary>
    public static void Write(Utf8JsonWriter writer, EnvironmentSpec spec)
    {
        writer.WriteStartObject();
        writer.WriteString("openapi"u8, "3.1.0"u8);
        writer.WriteStartObject("info"u8);
        writer.WriteString("title"u8, "OpenEnv Environment HTTP API");
        writer.WriteString("version"u8, "1.0.0"u8);
        writer.WriteString("description"u8, $"{spec.Title} ({spec.Id} {spec.Version}). {spec.Description}");
        writer.WriteEndObject();
        writer.WriteStartArray("servers"u8);
        writer.WriteStartObject();
        writer.WriteString("url"u8, "/openenv/" + spec.Id);
        writer.WriteEndObject();
        writer.WriteEndArray();
        WritePaths(writer);
        WriteComponents(writer, spec);
        writer.WriteEndObject();
    }

    private static void WritePaths(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("paths"u8);
        WriteGet(writer, "/health", "Health check", "HealthResponse");
        WriteGet(writer, "/metadata", "Get environment metadata", "EnvironmentMetadata");
        WriteGet(writer, "/schema", "Get all JSON schemas", "SchemaResponse");
        WriteGet(writer, "/state", "Get the state of an episode, or of none", "State", hasEpisode: true);
        WritePost(writer, "/reset", "Begin or continue an episode", "ResetRequest", "EnvironmentResponse", "422");
        WritePost(writer, "/step", "Act in an episode", "StepRequest", "EnvironmentResponse", "422");
        WritePost(writer, "/mcp", "JSON-RPC for agents: list and call tools", "JsonRpcRequest", "JsonRpcResponse", null);
        writer.WriteEndObject();
    }

    private static void WriteGet(Utf8JsonWriter writer, string path, string summary, string answer, bool hasEpisode = false)
    {
        writer.WriteStartObject(path);
        writer.WriteStartObject("get"u8);
        writer.WriteString("summary"u8, summary);
        writer.WriteString("operationId"u8, "get_" + path[1..]);
        if (hasEpisode)
            writer.WriteRaw("parameters", """[{"name":"episode_id","in":"query","required":false,"schema":{"type":"string","maxLength":255}}]""");
        writer.WriteStartObject("responses"u8);
        WriteAnswer(writer, "200", "Successful response", answer);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WritePost(Utf8JsonWriter writer, string path, string summary, string request, string answer, string? refusal)
    {
        writer.WriteStartObject(path);
        writer.WriteStartObject("post"u8);
        writer.WriteString("summary"u8, summary);
        writer.WriteString("operationId"u8, "post_" + path[1..]);
        writer.WriteStartObject("requestBody"u8);
        writer.WriteBoolean("required"u8, path != "/reset");
        WriteContent(writer, request);
        writer.WriteEndObject();
        writer.WriteStartObject("responses"u8);
        WriteAnswer(writer, "200", "Successful response", answer);
        if (refusal is not null)
            WriteAnswer(writer, refusal, "Validation error", "HTTPValidationError");
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteAnswer(Utf8JsonWriter writer, string status, string description, string schema)
    {
        writer.WriteStartObject(status);
        writer.WriteString("description"u8, description);
        WriteContent(writer, schema);
        writer.WriteEndObject();
    }

    private static void WriteContent(Utf8JsonWriter writer, string schema) =>
        writer.WriteRaw("content", "{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/" + schema + "\"}}}");

    private static void WriteComponents(Utf8JsonWriter writer, EnvironmentSpec spec)
    {
        writer.WriteStartObject("components"u8);
        writer.WriteStartObject("schemas"u8);
        writer.WritePropertyName("Action"u8);
        ActionSchema.Write(writer, spec);
        writer.WritePropertyName("Observation"u8);
        ObservationSchema.Write(writer, spec);
        writer.WritePropertyName("State"u8);
        StateSchema.Write(writer);
        writer.WriteRaw("ResetRequest", ResetRequest);
        writer.WriteRaw("StepRequest", """
            {"title":"StepRequest","type":"object","additionalProperties":true,"required":["action"],"properties":{
              "action":{"$ref":"#/components/schemas/Action"},
              "episode_id":{"type":"string","minLength":1,"maxLength":255,"description":"The episode acted in; without it a new one is begun."},
              "step":{"type":"integer","minimum":1,"description":"The index expected of this step; makes a repeat of the request harmless."},
              "reward_mode":{"enum":["step","terminal","delta"],"default":"step"},
              "timeout_s":{"anyOf":[{"type":"number","exclusiveMinimum":0},{"type":"null"}]},
              "request_id":{"anyOf":[{"type":"string","maxLength":255},{"type":"null"}]}}}
            """);
        writer.WriteRaw("EnvironmentResponse", """
            {"title":"EnvironmentResponse","type":"object","required":["observation","reward","done"],"properties":{
              "observation":{"$ref":"#/components/schemas/Observation"},
              "reward":{"anyOf":[{"type":"number"},{"type":"null"}]},
              "done":{"type":"boolean"},
              "metadata":{"type":"object"}}}
            """);
        writer.WriteRaw("HealthResponse", """{"title":"HealthResponse","type":"object","properties":{"status":{"enum":["healthy","unhealthy","degraded"]}}}""");
        writer.WriteRaw("EnvironmentMetadata", """
            {"title":"EnvironmentMetadata","type":"object","required":["name","description"],"properties":{
              "name":{"type":"string"},"description":{"type":"string"},"readme_content":{"type":["string","null"]},"version":{"type":["string","null"]},
              "author":{"type":["string","null"]},"documentation_url":{"type":["string","null"]}}}
            """);
        writer.WriteRaw("SchemaResponse", """
            {"title":"SchemaResponse","type":"object","required":["action","observation","state"],"properties":{
              "action":{"type":"object"},"observation":{"type":"object"},"state":{"type":"object"}}}
            """);
        writer.WriteRaw("JsonRpcRequest", JsonRpc);
        writer.WriteRaw("JsonRpcResponse", """
            {"title":"JsonRpcResponse","type":"object","required":["jsonrpc","id"],"properties":{"jsonrpc":{"const":"2.0"},"id":{},"result":{},
              "error":{"type":"object","required":["code","message"],"properties":{"code":{"type":"integer"},"message":{"type":"string"},"data":{}}}}}
            """);
        writer.WriteRaw("HTTPValidationError", ValidationError);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Writes a member whose value is text of JSON, without its line breaks.</summary>
    private static void WriteRaw(this Utf8JsonWriter writer, string name, string json)
    {
        writer.WritePropertyName(name);
        using var document = JsonDocument.Parse(json);
        document.RootElement.WriteTo(writer);
    }
}
