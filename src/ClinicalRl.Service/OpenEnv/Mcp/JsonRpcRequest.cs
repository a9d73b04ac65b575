using System.Text.Json;
using ClinicalRl.Service.OpenEnv.Messages;

namespace ClinicalRl.Service.OpenEnv.Mcp;

/// <summary>One JSON-RPC 2.0 request, or why it is none.</summary>
/// <param name="Method">What is asked for.</param>
/// <param name="Params">An object; undefined when left out.</param>
/// <param name="Id">The id as it came, one JSON value; <c>null</c> when there is none.</param>
/// <param name="Problem">Why it is no request, or null.</param>
internal sealed record JsonRpcRequest(string Method, JsonElement Params, byte[] Id, string? Problem)
{
    /// <summary>Longest method or id, bytes.</summary>
    private const int MaxLength = 256;

    private static readonly byte[] NoId = "null"u8.ToArray();

    /// <summary>Reads a request; the element must outlive it.</summary>
    public static JsonRpcRequest Read(JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object)
            return Invalid("an object is expected");
        string? method = null;
        var (hasVersion, id) = (false, NoId);
        JsonElement parameters = default;
        foreach (var property in message.EnumerateObject())
        {
            var value = property.Value;
            switch (property.Name)
            {
                case "jsonrpc":
                    if (value.ValueKind != JsonValueKind.String || !value.ValueEquals("2.0"u8))
                        return Invalid("jsonrpc: Input should be '2.0'");
                    hasVersion = true;
                    break;
                case "method":
                    if (value.ValueKind != JsonValueKind.String || value.GetString() is not { Length: <= MaxLength } text)
                        return Invalid("method: Input should be a valid string");
                    method = text;
                    break;
                case "params":
                    if (value.ValueKind != JsonValueKind.Object)
                        return Invalid("params: Input should be a valid dictionary");
                    parameters = value;
                    break;
                case "id":
                    if (!IsId(value))
                        return Invalid("id: Input should be a valid string or integer");
                    id = WireJson.Raw(value).ToArray();
                    break;
                default:
                    return Invalid(WireJson.Shorten(property.Name) + ": Extra inputs are not permitted");
            }
        }

        return !hasVersion ? Invalid("jsonrpc: Field required")
            : method is null ? Invalid("method: Field required")
            : new JsonRpcRequest(method, parameters, id, null);
    }

    /// <summary>A string parameter; null when it is absent, empty or no string.</summary>
    public string? Text(string name) =>
        Params.ValueKind == JsonValueKind.Object && Params.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    private static bool IsId(JsonElement value) => WireJson.Raw(value).Length <= MaxLength && value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.String => true,
        JsonValueKind.Number => WireJson.Raw(value).IndexOfAnyExcept("-0123456789"u8) < 0,
        _ => false,
    };

    private static JsonRpcRequest Invalid(string problem) => new("", default, NoId, problem);
}
