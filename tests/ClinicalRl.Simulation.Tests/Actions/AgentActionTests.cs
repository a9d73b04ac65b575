using System.Buffers;
using System.Text;
using System.Text.Json;
using ClinicalRl.Simulation.Actions;
using CsCheck;

namespace ClinicalRl.Simulation.Tests.Actions;

public sealed class AgentActionTests
{
    [Theory]
    [InlineData("""{"tool":"wait"}""", "wait", null, null, null)]
    [InlineData("""{"tool":"wait","arguments":{},"message":null,"rationale":null,"confidence":null}""", "wait", null, null, null)]
    [InlineData("""{"confidence":1,"rationale":"why","message":"words","arguments":{"minutes":3},"tool":"wait"}""", "wait", "words", "why", 1.0)]
    [InlineData("""{"tool":"no-such-tool","confidence":0}""", "no-such-tool", null, null, 0.0)]
    [InlineData("""{"tool":"wait","message":""}""", "wait", "", null, null)]
    [InlineData("""{"tool":"w\u0061it","message":"\ud83d\ude00 – ½"}""", "wait", "😀 – ½", null, null)]
    public void TryRead_Reads_WhatIsWellFormed(string json, string tool, string? message, string? rationale, double? confidence)
    {
        Assert.True(AgentAction.TryRead(JsonElement.Parse(json), out var action, out _, out _));
        Assert.Equal((tool, message, rationale, confidence), (action!.Tool, action.Message, action.Rationale, action.Confidence));
        Assert.Equal(JsonValueKind.Object, action.Arguments.ValueKind);
    }

    [Theory]
    [InlineData("null", "action")]
    [InlineData("[]", "action")]
    [InlineData("\"wait\"", "action")]
    [InlineData("1e999", "action")]
    [InlineData("{}", "action.tool")]
    [InlineData("""{"tool":null}""", "action.tool")]
    [InlineData("""{"tool":""}""", "action.tool")]
    [InlineData("""{"tool":7}""", "action.tool")]
    [InlineData("""{"tool":["wait"]}""", "action.tool")]
    [InlineData("""{"tool":"\ud800"}""", "action.tool")]
    [InlineData("""{"tool":"wait","arguments":null}""", "action.arguments")]
    [InlineData("""{"tool":"wait","arguments":[1]}""", "action.arguments")]
    [InlineData("""{"tool":"wait","arguments":"{}"}""", "action.arguments")]
    [InlineData("""{"tool":"wait","message":1}""", "action.message")]
    [InlineData("""{"tool":"wait","message":{"text":"x"}}""", "action.message")]
    [InlineData("""{"tool":"wait","message":"\udc00 alone"}""", "action.message")]
    [InlineData("""{"tool":"wait","rationale":false}""", "action.rationale")]
    [InlineData("""{"tool":"wait","confidence":"0.5"}""", "action.confidence")]
    [InlineData("""{"tool":"wait","confidence":"NaN"}""", "action.confidence")]
    [InlineData("""{"tool":"wait","confidence":-0.0001}""", "action.confidence")]
    [InlineData("""{"tool":"wait","confidence":1.0001}""", "action.confidence")]
    [InlineData("""{"tool":"wait","confidence":1e999}""", "action.confidence")]
    [InlineData("""{"tool":"wait","confidence":-1e999}""", "action.confidence")]
    [InlineData("""{"tool":"wait","Tool":"close"}""", "action.Tool")]
    [InlineData("""{"tool":"wait","extra":{"deep":[[[]]]}}""", "action.extra")]
    [InlineData("""{"tool":"wait","":1}""", "action.")]
    public void TryRead_NamesTheField_WhenSomethingIsWrong(string json, string field)
    {
        Assert.False(AgentAction.TryRead(JsonElement.Parse(json), out var action, out var at, out var expected));
        Assert.Null(action);
        Assert.Equal(field, at);
        Assert.NotEmpty(expected);
    }

    [Theory]
    [InlineData("""{"tool":"wait","\ud800":1}""")]
    [InlineData("""{"\udfff":1}""")]
    public void TryRead_Refuses_NamesThatAreNoText(string json)
    {
        Assert.False(AgentAction.TryRead(JsonElement.Parse(json), out _, out var at, out var expected));
        Assert.StartsWith("action", at, StringComparison.Ordinal);
        Assert.NotEmpty(expected);
    }

    [Fact]
    public void TryRead_HoldsToItsLimits()
    {
        Assert.True(Reads($$"""{"tool":"{{new string('t', AgentAction.MaxToolLength)}}"}"""));
        Assert.False(Reads($$"""{"tool":"{{new string('t', AgentAction.MaxToolLength + 1)}}"}"""));
        Assert.True(Reads($$"""{"tool":"t","message":"{{new string('m', AgentAction.MaxTextLength)}}"}"""));
        Assert.False(Reads($$"""{"tool":"t","message":"{{new string('m', AgentAction.MaxTextLength + 1)}}"}"""));
        Assert.False(Reads($$"""{"tool":"t","rationale":"{{new string('r', AgentAction.MaxTextLength + 1)}}"}"""));
        Assert.True(Reads($$"""{"tool":"t","arguments":{{Members(AgentAction.MaxArguments)}}}"""));
        Assert.False(Reads($$"""{"tool":"t","arguments":{{Members(AgentAction.MaxArguments + 1)}}}"""));
    }

    [Fact]
    public void TryRead_ShortensTheName_OfAnUnknownMember()
    {
        Assert.False(AgentAction.TryRead(JsonElement.Parse($$"""{"tool":"t","{{new string('x', 5_000)}}":1}"""), out _, out var at, out _));
        Assert.True(at.Length < 60);
    }

    [Fact]
    public void WriteTo_IsReadBack() =>
        Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 1, 64], Gen.String[Gen.Char['\u0000', '\ud7ff'], 0, 50].Null(), Gen.Double[0, 1].Nullable(), Gen.Int).Sample((tool, message, confidence, number) =>
        {
            var action = new AgentAction
            {
                Tool = tool, Message = message, Rationale = message, Confidence = confidence, Arguments = JsonSerializer.SerializeToElement(new { number, text = message }),
            };
            Assert.True(AgentAction.TryRead(JsonElement.Parse(Written(action)), out var read, out _, out _));
            Assert.Equal((tool, message, message, confidence), (read!.Tool, read.Message, read.Rationale, read.Confidence));
            Assert.True(JsonElement.DeepEquals(action.Arguments, read.Arguments));
        });

    [Fact]
    public void Call_HasNoArguments_WhenNoneAreGiven() => Assert.Equal("""{"tool":"close","arguments":{}}""", Encoding.UTF8.GetString(Written(AgentAction.Call("close"))));

    private static bool Reads(string json) => AgentAction.TryRead(JsonElement.Parse(json), out _, out _, out _);

    private static string Members(int count) => "{" + string.Join(',', Enumerable.Range(0, count).Select(i => $"\"a{i}\":0")) + "}";

    private static byte[] Written(AgentAction action)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            action.WriteTo(writer);
        return buffer.WrittenSpan.ToArray();
    }
}
