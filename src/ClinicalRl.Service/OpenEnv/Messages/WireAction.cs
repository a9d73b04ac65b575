using System.Text;
using System.Text.Json;
using ClinicalRl.Simulation.Actions;

namespace ClinicalRl.Service.OpenEnv.Messages;

/// <summary>The forms an action may come in.</summary>
internal enum ActionForm
{
    /// <summary>Ours: <c>{"tool", "arguments", …}</c>.</summary>
    Native,

    /// <summary><c>{"type":"call_tool","tool_name","arguments"}</c>.</summary>
    CallTool,

    /// <summary><c>{"type":"list_tools"}</c>; not a step of the episode.</summary>
    ListTools,

    /// <summary>JSON-RPC <c>tools/call</c>; answered by the tool's result alone.</summary>
    Mcp,
}

/// <summary>An action taken off the wire.</summary>
/// <param name="Form">The form it came in.</param>
/// <param name="Tool">The tool called; empty when tools are listed.</param>
/// <param name="Json">The action as the engine reads it, in memory of its own; empty when tools are listed.</param>
/// <param name="Faults">What is wrong with it; when there are any the rest means nothing.</param>
internal readonly record struct WireAction(ActionForm Form, string Tool, ReadOnlyMemory<byte> Json, IReadOnlyList<FieldFault> Faults)
{
    private static readonly string[] TypeWords = ["list_tools", "call_tool"];

    /// <summary>Reads an action object, whose bytes are known to be JSON.</summary>
    public static WireAction Read(ReadOnlySpan<byte> json)
    {
        var own = json.ToArray();
        using var document = JsonDocument.Parse(own, WireJson.Documents);
        return Read(document.RootElement, own);
    }

    /// <summary>Reads an action of which <paramref name="own"/> is the text.</summary>
    public static WireAction Read(JsonElement action, ReadOnlyMemory<byte> own)
    {
        var hasMetadata = action.TryGetProperty("metadata"u8, out var metadata);
        if (hasMetadata && metadata.ValueKind != JsonValueKind.Object)
            return Invalid(FieldFault.NotObject("metadata", WireJson.Quote(metadata)));
        if (action.TryGetProperty("type"u8, out var type) && !action.TryGetProperty("tool"u8, out _))
            return ReadToolForm(action, type);
        if (!AgentAction.TryRead(hasMetadata ? Without(action, "metadata"u8, ref own) : action, out var read, out var field, out var expected))
            return Invalid(Fault(action, field, expected));
        return new WireAction(ActionForm.Native, read!.Tool, own, []);
    }

    /// <summary>The engine's form of a tool call.</summary>
    public static ReadOnlyMemory<byte> CallOf(string tool, JsonElement? arguments) => WireJson.Bytes(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("tool"u8, tool);
        if (arguments is { } given)
        {
            writer.WritePropertyName("arguments"u8);
            given.WriteTo(writer);
        }

        writer.WriteEndObject();
    });

    private static WireAction ReadToolForm(JsonElement action, JsonElement type)
    {
        var fields = new FieldReader();
        var word = fields.Word("type", type, TypeWords);
        string? tool = null;
        JsonElement? arguments = null;
        foreach (var property in action.EnumerateObject())
        {
            var name = property.Name;
            if (name is "type" or "metadata")
                continue;
            if (name == "tool_name" && word == "call_tool")
                tool = fields.Text(name, property.Value, AgentAction.MaxToolLength);
            else if (name == "arguments" && word == "call_tool" && IsArguments(property.Value))
                arguments = property.Value;
            else if (name == "arguments" && word == "call_tool")
                fields.Faults.Add(FieldFault.NotObject(name, WireJson.Quote(property.Value)));
            else
                fields.Faults.Add(FieldFault.Extra(name, WireJson.Quote(property.Value)));
        }

        if (word == "call_tool" && string.IsNullOrEmpty(tool) && fields.Faults.Count == 0)
            fields.Faults.Add(FieldFault.Missing("tool_name", WireJson.Quote(action)));
        if (fields.Faults.Count > 0)
            return new WireAction(ActionForm.Native, "", default, fields.Faults);
        return tool is null
            ? new WireAction(ActionForm.ListTools, "", default, [])
            : new WireAction(ActionForm.CallTool, tool, CallOf(tool, arguments), []);
    }

    private static bool IsArguments(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.GetPropertyCount() <= AgentAction.MaxArguments;

    private static JsonElement Without(JsonElement action, ReadOnlySpan<byte> name, ref ReadOnlyMemory<byte> own)
    {
        var left = Encoding.UTF8.GetString(name);
        own = WireJson.Bytes(writer =>
        {
            writer.WriteStartObject();
            foreach (var property in action.EnumerateObject())
            {
                if (!property.NameEquals(left))
                    property.WriteTo(writer);
            }

            writer.WriteEndObject();
        });
        return JsonElement.Parse(own.Span, WireJson.Documents);
    }

    private static FieldFault Fault(JsonElement action, string field, string expected)
    {
        var name = field.StartsWith("action.", StringComparison.Ordinal) ? field["action.".Length..] : field;
        if (action.ValueKind != JsonValueKind.Object)
            return FieldFault.NotObject(name, WireJson.Quote(action));
        var known = name is "tool" or "arguments" or "message" or "rationale" or "confidence";
        if (!action.TryGetProperty(name, out var value))
            return known ? FieldFault.Missing(name, WireJson.Quote(action)) : FieldFault.Extra(name, "null"u8.ToArray());
        return known ? FieldFault.Value(name, expected, WireJson.Quote(value)) : FieldFault.Extra(name, WireJson.Quote(value));
    }

    private static WireAction Invalid(FieldFault fault) => new(ActionForm.Native, "", default, [fault]);
}
