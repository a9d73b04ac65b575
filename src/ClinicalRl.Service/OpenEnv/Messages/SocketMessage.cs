using System.Text;
using System.Text.Json;

namespace ClinicalRl.Service.OpenEnv.Messages;

/// <summary>What a client asks for over the WebSocket.</summary>
internal enum SocketRequest
{
    /// <summary>Not JSON; the sentence says where.</summary>
    NotJson,

    /// <summary>JSON, but no object.</summary>
    NotObject,

    /// <summary>A type nobody knows; the sentence names it.</summary>
    Unknown,

    /// <summary>A known type with wrong fields.</summary>
    Invalid,

    /// <summary>Begin an episode; the data are its options.</summary>
    Reset,

    /// <summary>Act; the data are the action.</summary>
    Step,

    /// <summary>Tell where the episode stands.</summary>
    State,

    /// <summary>A JSON-RPC request; it is the data.</summary>
    Mcp,

    /// <summary>End the session.</summary>
    Close,
}

/// <summary>One message of a client, taken apart without copying.</summary>
internal readonly ref struct SocketMessage
{
    private const int MaxFaults = 16;

    private SocketMessage(SocketRequest request, Range data = default, string? sentence = null, IReadOnlyList<FieldFault>? faults = null) =>
        (Request, Data, Sentence, Faults) = (request, data, sentence, faults ?? []);

    /// <summary>What it asks for.</summary>
    public SocketRequest Request { get; }

    /// <summary>Where its data object is; empty when it has none.</summary>
    public Range Data { get; }

    /// <summary>Why it cannot be read, for a message that is not JSON or of an unknown type.</summary>
    public string? Sentence { get; }

    /// <summary>What is wrong with its fields.</summary>
    public IReadOnlyList<FieldFault> Faults { get; }

    /// <summary>Reads <c>{"type", "data"}</c>, checking that all of it is JSON. Never throws.</summary>
    public static SocketMessage Read(ReadOnlySpan<byte> text)
    {
        try
        {
            return WireJson.IsText(text) ? ReadObject(text) : new SocketMessage(SocketRequest.NotJson, sentence: "Invalid JSON: strings must be Unicode text");
        }
        catch (JsonException)
        {
            return new SocketMessage(SocketRequest.NotJson, sentence: "Invalid JSON: " + JsonFault.Find(text));
        }
    }

    private static SocketMessage ReadObject(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, WireJson.Reading);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            reader.Read();
            return new SocketMessage(SocketRequest.NotObject);
        }

        var request = SocketRequest.Unknown;
        var type = "";
        Range data = default;
        var (hasData, dataIsObject) = (false, false);
        List<FieldFault>? extras = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = NameIs(ref reader, "type"u8);
            var isData = !isType && NameIs(ref reader, "data"u8);
            var name = isType || isData ? null : reader.GetString()!;
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            if (isType)
                request = RequestOf(ref reader);
            if (isData)
                (hasData, dataIsObject) = (true, reader.TokenType == JsonTokenType.StartObject);
            reader.Skip();
            var range = start..(int)reader.BytesConsumed;
            if (isType && request == SocketRequest.Unknown)
                type = TypeText(text[range]);
            if (isData)
                data = range;
            if (name is not null && (extras?.Count ?? 0) < MaxFaults)
                (extras ??= []).Add(FieldFault.Extra(name, WireJson.Quote(text[range])));
        }

        reader.Read();   // anything after the object is a fault
        if (request == SocketRequest.Unknown)
            return new SocketMessage(request, sentence: "Unknown message type: " + type);
        return Check(text, request, hasData, dataIsObject, data, extras);
    }

    private static SocketMessage Check(
        ReadOnlySpan<byte> text, SocketRequest request, bool hasData, bool dataIsObject, Range data, List<FieldFault>? faults)
    {
        var takesData = request is SocketRequest.Reset or SocketRequest.Step or SocketRequest.Mcp;
        if (hasData && !takesData)
            (faults ??= []).Add(FieldFault.Extra("data", WireJson.Quote(text[data])));
        else if (hasData && !dataIsObject)
            (faults ??= []).Add(FieldFault.NotObject("data", WireJson.Quote(text[data])));
        else if (!hasData && takesData && request != SocketRequest.Reset)
            (faults ??= []).Add(FieldFault.Missing("data", WireJson.Quote(text)));
        return faults is null ? new SocketMessage(request, data) : new SocketMessage(SocketRequest.Invalid, faults: faults);
    }

    private static SocketRequest RequestOf(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
            return SocketRequest.Unknown;
        return NameIs(ref reader, "step"u8) ? SocketRequest.Step
            : NameIs(ref reader, "reset"u8) ? SocketRequest.Reset
            : NameIs(ref reader, "state"u8) ? SocketRequest.State
            : NameIs(ref reader, "mcp"u8) ? SocketRequest.Mcp
            : NameIs(ref reader, "close"u8) ? SocketRequest.Close
            : SocketRequest.Unknown;
    }

    private static bool NameIs(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) =>
        reader.ValueTextEquals(name);

    private static string TypeText(ReadOnlySpan<byte> value)
    {
        var reader = new Utf8JsonReader(value, WireJson.Reading);
        reader.Read();
        return WireJson.Shorten(reader.TokenType == JsonTokenType.String ? reader.GetString()! : Encoding.UTF8.GetString(value));
    }
}
