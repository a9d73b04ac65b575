using System.Text.Json;
using ClinicalRl.Service.OpenEnv.Messages;

namespace ClinicalRl.Service.OpenEnv.Mcp;

/// <summary>Writes JSON-RPC 2.0 responses.</summary>
internal static class JsonRpcAnswer
{
    /// <summary>The message is not JSON.</summary>
    public const int ParseError = -32700;

    /// <summary>JSON, but no request.</summary>
    public const int InvalidRequest = -32600;

    /// <summary>A method nobody knows.</summary>
    public const int MethodNotFound = -32601;

    /// <summary>Parameters that cannot be used.</summary>
    public const int InvalidParams = -32602;

    /// <summary>The tool failed.</summary>
    public const int InternalError = -32603;

    /// <summary>No room for a session.</summary>
    public const int ServerError = -32000;

    /// <summary>Begins a response; its result, and then <see cref="End"/>, must follow.</summary>
    public static void Begin(JsonRpcRequest request, PooledBytes to)
    {
        to.Put("{\"jsonrpc\":\"2.0\",\"id\":"u8);
        to.Put(request.Id);
        to.Put(",\"result\":"u8);
    }

    /// <summary>Ends what <see cref="Begin"/> began.</summary>
    public static void End(PooledBytes to) => to.Put("}"u8);

    /// <summary>A whole response with a small result.</summary>
    public static void Result(JsonRpcRequest request, PooledBytes to, Action<Utf8JsonWriter> result)
    {
        Begin(request, to);
        WireJson.Write(to, result);
        End(to);
    }

    /// <summary>A whole response that refuses; <paramref name="data"/> writes what a program may want to know.</summary>
    public static void Error(ReadOnlySpan<byte> id, int code, string message, PooledBytes to, Action<Utf8JsonWriter>? data = null)
    {
        to.Put("{\"jsonrpc\":\"2.0\",\"id\":"u8);
        to.Put(id);
        to.Put(",\"error\":"u8);
        WireJson.Write(to, writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("code"u8, code);
            writer.WriteString("message"u8, message);
            writer.WritePropertyName("data"u8);
            if (data is null)
                writer.WriteNullValue();
            else
                data(writer);
            writer.WriteEndObject();
        });
        to.Put("}"u8);
    }
}
