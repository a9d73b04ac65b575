using System.Buffers;
using System.Text.Json;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.Randomness;
using ClinicalRl.Simulation.Tests.Schemas;
using ClinicalRl.Simulation.Tests.TriageQueue;
using CsCheck;

namespace ClinicalRl.Simulation.Tests.Actions;

public sealed class ToolDefinitionTests
{
    private static readonly ToolDefinition Tool = new(
        "prescribe", "Writes a prescription.",
        new ToolParameter("patient", ParameterType.Text, "Who.") { Required = true, Allowed = ["P1", "P2"] },
        new ToolParameter("dose", ParameterType.Number, "How much, mg.") { Min = 0, Max = 1000 },
        new ToolParameter("days", ParameterType.Integer, "How long.") { Min = 1, Max = 14 },
        new ToolParameter("note", ParameterType.Text, "Free words.") { MaxLength = 5 },
        new ToolParameter("urgent", ParameterType.Boolean, "At once."),
        new ToolParameter("codes", ParameterType.TextList, "Codes.") { MaxItems = 2, MaxLength = 3 },
        new ToolParameter("signs", ParameterType.TextList, "Signs.") { Allowed = ["rash", "fever"] });

    private static readonly ToolDefinition Bare = new("close", "Ends.");

    [Fact]
    public void TryBind_GivesValuesInParameterOrder()
    {
        var arguments = JsonElement.Parse("""{"signs":["fever","rash"],"codes":["a"],"urgent":true,"note":"soon","days":3.0,"dose":2.5,"patient":"P2"}""");
        Assert.True(Tool.TryBind(arguments, out var values, out var problem));
        Assert.Equal("", problem);
        Assert.Equal("P2", values[0].Text);
        Assert.Equal((2.5, 3.0, 1.0), (values[1].Number, values[2].Number, values[4].Number));
        Assert.Equal("soon", values[3].Text);
        Assert.Equal(["a"], values[5].List);
        Assert.Equal(["fever", "rash"], values[6].List);
        Assert.All(values, value => Assert.True(value.IsPresent));
    }

    [Theory]
    [InlineData("""{"patient":"P1"}""")]
    [InlineData("""{"patient":"P1","dose":null,"days":null,"note":null,"urgent":null,"codes":null,"signs":null}""")]
    public void TryBind_LeavesOptionalArgumentsAbsent(string json)
    {
        Assert.True(Tool.TryBind(JsonElement.Parse(json), out var values, out _));
        Assert.All(values.Skip(1), value => Assert.Equal((false, true), (value.IsPresent, value.List.IsEmpty)));
    }

    [Theory]
    [InlineData("""{}""", "patient", "P1, P2")]
    [InlineData("""{"patient":null}""", "patient", "P1, P2")]
    [InlineData("""{"patient":"P3"}""", "patient", "P1, P2")]
    [InlineData("""{"patient":"p1"}""", "patient", "P1, P2")]
    [InlineData("""{"patient":""}""", "patient", "P1, P2")]
    [InlineData("""{"patient":1}""", "patient", "P1, P2")]
    [InlineData("""{"patient":["P1"]}""", "patient", "P1, P2")]
    [InlineData("""{"patient":{"id":"P1"}}""", "patient", "P1, P2")]
    [InlineData("""{"patient":"\ud800"}""", "patient", "P1, P2")]
    [InlineData("""{"patient":"P\udc00"}""", "patient", "P1, P2")]
    [InlineData("""{"patient":"P1","dose":"5"}""", "dose", "a number from 0 to 1000")]
    [InlineData("""{"patient":"P1","dose":"NaN"}""", "dose", "a number from 0 to 1000")]
    [InlineData("""{"patient":"P1","dose":1e999}""", "dose", "a number from 0 to 1000")]
    [InlineData("""{"patient":"P1","dose":-1e999}""", "dose", "a number from 0 to 1000")]
    [InlineData("""{"patient":"P1","dose":-0.5}""", "dose", "a number from 0 to 1000")]
    [InlineData("""{"patient":"P1","dose":1000.01}""", "dose", "a number from 0 to 1000")]
    [InlineData("""{"patient":"P1","dose":true}""", "dose", "a number from 0 to 1000")]
    [InlineData("""{"patient":"P1","days":0}""", "days", "a whole number from 1 to 14")]
    [InlineData("""{"patient":"P1","days":15}""", "days", "a whole number from 1 to 14")]
    [InlineData("""{"patient":"P1","days":2.5}""", "days", "a whole number from 1 to 14")]
    [InlineData("""{"patient":"P1","days":99999999999999999999999999}""", "days", "a whole number from 1 to 14")]
    [InlineData("""{"patient":"P1","days":[3]}""", "days", "a whole number from 1 to 14")]
    [InlineData("""{"patient":"P1","note":"longer"}""", "note", "a string of at most 5 characters")]
    [InlineData("""{"patient":"P1","note":"\udfff"}""", "note", "a string of at most 5 characters")]
    [InlineData("""{"patient":"P1","note":5}""", "note", "a string of at most 5 characters")]
    [InlineData("""{"patient":"P1","urgent":1}""", "urgent", "true or false")]
    [InlineData("""{"patient":"P1","urgent":"true"}""", "urgent", "true or false")]
    [InlineData("""{"patient":"P1","codes":"a"}""", "codes", "a list of at most 2 strings")]
    [InlineData("""{"patient":"P1","codes":["a","b","c"]}""", "codes", "a list of at most 2 strings")]
    [InlineData("""{"patient":"P1","codes":["long"]}""", "codes", "a list of at most 2 strings")]
    [InlineData("""{"patient":"P1","codes":[["a"]]}""", "codes", "a list of at most 2 strings")]
    [InlineData("""{"patient":"P1","codes":[null]}""", "codes", "a list of at most 2 strings")]
    [InlineData("""{"patient":"P1","codes":["\ud800"]}""", "codes", "a list of at most 2 strings")]
    [InlineData("""{"patient":"P1","signs":["cough"]}""", "signs", "rash, fever")]
    [InlineData("""{"patient":"P1","signs":["\ud800"]}""", "signs", "rash, fever")]
    [InlineData("""{"patient":"P1","sign":["rash"]}""", "'sign'", "patient, dose, days, note, urgent, codes, signs")]
    [InlineData("""{"patient":"P1","Dose":1}""", "'Dose'", "patient, dose, days, note, urgent, codes, signs")]
    [InlineData("""{"patient":"P1","":1}""", "''", "patient, dose, days, note, urgent, codes, signs")]
    public void TryBind_NamesTheArgumentAndWhatWasExpected(string json, string argument, string expected)
    {
        Assert.False(Tool.TryBind(JsonElement.Parse(json), out _, out var problem));
        Assert.StartsWith("prescribe", problem, StringComparison.Ordinal);
        Assert.Contains(argument, problem, StringComparison.Ordinal);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"patient":"P1","dos\udc00":1}""")]
    public void TryBind_Refuses_NamesThatAreNoText(string json)
    {
        Assert.False(Tool.TryBind(JsonElement.Parse(json), out _, out var problem));
        Assert.Contains("it takes patient", problem, StringComparison.Ordinal);
        Assert.False(Bare.TryBind(JsonElement.Parse(json), out _, out var bare));
        Assert.Contains("it takes none", bare, StringComparison.Ordinal);
    }

    [Fact]
    public void TryBind_TakesTheLast_WhenAnArgumentIsRepeated()
    {
        Assert.True(Tool.TryBind(JsonElement.Parse("""{"patient":"P1","patient":"P2"}"""), out var values, out _));
        Assert.Equal("P2", values[0].Text);
        Assert.False(Tool.TryBind(JsonElement.Parse("""{"patient":"P1","patient":"P7"}"""), out _, out _));
    }

    [Fact]
    public void TryBind_ShortensTheName_OfAnUnknownArgument()
    {
        Assert.False(Bare.TryBind(JsonElement.Parse($$"""{"{{new string('x', 9_000)}}":1}"""), out _, out var problem));
        Assert.True(problem.Length < 120);
    }

    [Fact]
    public void WriteSchema_RendersEveryConstraint()
    {
        var schema = Schema(Tool);
        Assert.Equal("object", schema.GetProperty("type").GetString());
        Assert.Equal(["patient"], schema.GetProperty("required").EnumerateArray().Select(name => name.GetString()!));
        var properties = schema.GetProperty("properties");
        Assert.Equal(Tool.Parameters.Select(parameter => parameter.Name), properties.EnumerateObject().Select(property => property.Name));
        Assert.Equal("Who.", properties.GetProperty("patient").GetProperty("description").GetString());
        Assert.Equal(["P1", "P2"], properties.GetProperty("patient").GetProperty("enum").EnumerateArray().Select(word => word.GetString()!));
        Assert.Equal((1, 14), (properties.GetProperty("days").GetProperty("minimum").GetInt32(), properties.GetProperty("days").GetProperty("maximum").GetInt32()));
    }

    [Fact]
    public void TryBind_AgreesWithTheSchema() => Gen.ULong.Sample(
        seed =>
        {
            var random = new RandomStream(seed);
            foreach (var tool in AllTools())
            {
                var json = random.Chance(500) ? ArbitraryCalls.Any(tool, ref random) : ArbitraryCalls.Right(tool, ref random);
                var arguments = JsonElement.Parse(WithoutNulls(json));
                var binds = tool.TryBind(arguments, out _, out var problem);
                var valid = IsText(arguments) && SchemaCheck.Problems(Schema(tool), arguments).Count == 0;
                Assert.True(binds == valid, $"{tool.Name} {json}: binds {binds}, schema {valid}. {problem}");
                Assert.Equal(binds, problem.Length == 0);
            }
        },
        iter: 500);

    [Fact]
    public void TryBind_Accepts_WhateverTheSchemaAllows() => Gen.ULong.Sample(
        seed =>
        {
            var random = new RandomStream(seed);
            foreach (var tool in AllTools())
                Assert.True(tool.TryBind(JsonElement.Parse(ArbitraryCalls.Right(tool, ref random)), out _, out var problem), problem);
        },
        iter: 300);

    private static IEnumerable<ToolDefinition> AllTools() => [Tool, Bare, .. Triage.Environment.Spec.Tools];

    /// <summary>Null stands for "left out", which the schema does not say.</summary>
    private static string WithoutNulls(string json)
    {
        var members = JsonElement.Parse(json).EnumerateObject().Where(member => member.Value.ValueKind != JsonValueKind.Null);
        return "{" + string.Join(',', members.Select(member => JsonSerializer.Serialize(member.Name) + ":" + member.Value.GetRawText())) + "}";
    }

    /// <summary>Whether every string can be decoded: a schema says nothing about lone surrogates.</summary>
    private static bool IsText(JsonElement element) => !element.GetRawText().Contains("\\ud800", StringComparison.Ordinal) && !element.GetRawText().Contains("\\udc00", StringComparison.Ordinal);

    private static JsonElement Schema(ToolDefinition tool)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            tool.WriteSchema(writer);
        return JsonElement.Parse(buffer.WrittenSpan);
    }
}
