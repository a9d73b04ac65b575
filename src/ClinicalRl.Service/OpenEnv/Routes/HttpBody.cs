using System.Text.Json;
using ClinicalRl.Service.OpenEnv.Messages;

namespace ClinicalRl.Service.OpenEnv.Routes;

/// <summary>Reads the body of a request.</summary>
internal static class HttpBody
{
    private const int PieceBytes = 4 * 1024;

    /// <summary>Reads all of it; false when it is longer than allowed. Throws <see cref="BadHttpRequestException"/> when the peer breaks off.</summary>
    public static async ValueTask<bool> TryReadAsync(HttpContext context, PooledBytes to)
    {
        if (context.Request.ContentLength > OpenEnvOptions.MaxMessageBytes)
            return false;
        while (true)
        {
            var read = await context.Request.Body.ReadAsync(to.GetMemory(PieceBytes), context.RequestAborted);
            if (read == 0)
                return true;
            to.Advance(read);
            if (to.Length > OpenEnvOptions.MaxMessageBytes)
                return false;
        }
    }

    /// <summary>
    /// The body as an object; null with the fault when it is none. An empty body is <paramref name="empty"/>, or a fault when that is null.
    /// </summary>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> body, byte[]? empty, out FieldFault? fault)
    {
        fault = null;
        if (body.IsEmpty || body.Span.SequenceEqual("null"u8))
        {
            if (empty is not null)
                return JsonDocument.Parse(empty);
            fault = new FieldFault("missing", "Field required", ["body"], "null"u8.ToArray());
            return null;
        }

        try
        {
            if (!WireJson.IsText(body.Span))
            {
                fault = NotJson(0, "strings must be Unicode text");
                return null;
            }

            var document = JsonDocument.Parse(body, WireJson.Documents);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;
            fault = new FieldFault(
                "model_attributes_type", "Input should be a valid dictionary or object to extract fields from", ["body"], WireJson.Quote(document.RootElement));
            document.Dispose();
        }
        catch (JsonException)
        {
            var found = JsonFault.Find(body.Span);
            fault = NotJson(found.Character, found.Message);
        }

        return null;
    }

    private static FieldFault NotJson(int character, string error) => new(
        "json_invalid", "JSON decode error", ["body", character], "{}"u8.ToArray(),
        WireJson.Bytes(writer => { writer.WriteStartObject(); writer.WriteString("error"u8, error); writer.WriteEndObject(); }));
}
