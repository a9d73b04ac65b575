using System.Text.Json;
using ClinicalRl.Service.OpenEnv.Messages;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Service.OpenEnv.Documents;

/// <summary>What an environment says of itself, written once.</summary>
internal sealed class OpenEnvDocuments(IEnvironment environment)
{
    /// <summary>The environment.</summary>
    public IEnvironment Environment => environment;

    /// <summary>Its published face.</summary>
    public EnvironmentSpec Spec => environment.Spec;

    /// <summary>Answer of <c>/metadata</c>.</summary>
    public ReadOnlyMemory<byte> Metadata { get; } = WireJson.Bytes(writer => WriteMetadata(writer, environment.Spec));

    /// <summary>Answer of <c>/schema</c>.</summary>
    public ReadOnlyMemory<byte> Schema { get; } = WireJson.Bytes(writer =>
    {
        writer.WriteStartObject();
        writer.WritePropertyName("action"u8);
        ActionSchema.Write(writer, environment.Spec);
        writer.WritePropertyName("observation"u8);
        ObservationSchema.Write(writer, environment.Spec);
        writer.WritePropertyName("state"u8);
        StateSchema.Write(writer);
        writer.WriteEndObject();
    });

    /// <summary>Answer of <c>/openapi.json</c>.</summary>
    public ReadOnlyMemory<byte> OpenApi { get; } = WireJson.Bytes(writer => OpenApiDocument.Write(writer, environment.Spec));

    /// <summary>Answer of <c>/docs</c>.</summary>
    public ReadOnlyMemory<byte> Page { get; } = DocumentationPage.Write(environment.Spec);

    /// <summary>Result of <c>tools/list</c>.</summary>
    public ReadOnlyMemory<byte> McpTools { get; } = Tools(environment.Spec, (writer, tool) =>
    {
        writer.WriteNull("title"u8);
        WriteInput(writer, "inputSchema", tool);
        writer.WriteNull("outputSchema"u8);
        writer.WriteNull("annotations"u8);
    });

    /// <summary>The observation that answers a <c>list_tools</c> action.</summary>
    public ReadOnlyMemory<byte> ListedTools { get; } = Tools(environment.Spec, (writer, tool) => WriteInput(writer, "input_schema", tool));

    private static void WriteMetadata(Utf8JsonWriter writer, EnvironmentSpec spec)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, spec.Id);
        writer.WriteString("description"u8, spec.Description);
        writer.WriteNull("readme_content"u8);
        writer.WriteString("version"u8, spec.Version.ToString());
        writer.WriteNull("author"u8);
        writer.WriteNull("documentation_url"u8);
        writer.WriteEndObject();
    }

    private static byte[] Tools(EnvironmentSpec spec, Action<Utf8JsonWriter, ToolDefinition> more) => WireJson.Bytes(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("tools"u8);
        foreach (var tool in spec.Tools)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, tool.Name);
            writer.WriteString("description"u8, tool.Description);
            more(writer, tool);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static void WriteInput(Utf8JsonWriter writer, string name, ToolDefinition tool)
    {
        writer.WritePropertyName(name);
        tool.WriteSchema(writer);
    }
}
