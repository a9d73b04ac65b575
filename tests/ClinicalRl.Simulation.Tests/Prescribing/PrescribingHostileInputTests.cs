using System.Text.Json;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.Environments;
using CsCheck;

namespace ClinicalRl.Simulation.Tests.Prescribing;

/// <summary>Whatever is sent, the answer names the field at fault, and nothing is ever thrown.</summary>
public sealed class PrescribingHostileInputTests
{
    private const int MostSteps = 60;

    private static readonly string[] Hostile =
    [
        "null", "true", "-1", "0", "1e308", "-1e308", "1e400", "1e-320", "0.1", "\"NaN\"", "\"Infinity\"", "\"\"", "\"M1\"", "\"M24\"", "\"M99\"", "\"amoxicillin\"", "\"AMOXICILLIN\"", "\"U\"", "\"mg\"",
        "\"mcg\"", "\"grains\"", "\"oral\"", "\"once_daily\"", "\"lower-uti\"", "\"\\u0000\"", "\"\\ud800\"", "\"1; drop table\"", "[]", "[[]]", "[\"bleeding_signs\"]", "[\"asthma\",\"asthma\"]", "{}", "{\"a\":{}}",
        "\"" + new string('x', 10_000) + "\"", "[" + string.Join(',', Enumerable.Repeat("\"x\"", 100)) + "]",
    ];

    private static readonly Gen<string> Value = Gen.OneOf(Gen.Int[0, Hostile.Length - 1].Select(at => Hostile[at]), Gen.Double.Select(number => double.IsFinite(number) ? JsonSerializer.Serialize(number) : "\"NaN\""), Gen.String.Select(text => JsonSerializer.Serialize(text)));

    [Theory]
    [InlineData("dose", "\"NaN\"")]
    [InlineData("dose", "1e308")]
    [InlineData("dose", "1e400")]
    [InlineData("dose", "-5")]
    [InlineData("dose", "null")]
    [InlineData("unit", "\"grains\"")]
    [InlineData("unit", "\"U\"")]
    [InlineData("drug", "\"snake oil\"")]
    [InlineData("drug", "7")]
    [InlineData("route", "\"through the ear\"")]
    [InlineData("frequency", "\"hourly\"")]
    [InlineData("duration_days", "0")]
    [InlineData("duration_days", "1e9")]
    [InlineData("duration_days", "2.5")]
    [InlineData("indication", "\"boredom\"")]
    [InlineData("day", "\"someday\"")]
    [InlineData("most_per_day", "99")]
    [InlineData("directions", null)]
    public void Prescribe_NamesTheField_ThatCannotBe(string field, string? value)
    {
        var request = Prescriber.Begin("lower-uti-kidney", "sound");
        var arguments = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var given in Prescriber.Prescribe("trimethoprim", 200, "mg", "oral", "twice_daily", 7, "lower-uti").Arguments.EnumerateObject())
            arguments[given.Name] = given.Value;
        arguments[field] = JsonElement.Parse(value ?? "\"" + new string('x', 10_000) + "\"");
        request.Do(new AgentAction { Tool = "prescribe", Arguments = JsonSerializer.SerializeToElement(arguments) });
        Assert.NotNull(request.Last.InvalidAction);
        Assert.Contains(field, request.Last.InvalidAction!, StringComparison.Ordinal);
        Assert.True(request.Last.InvalidAction!.Length < 20_000 && !request.Text.Contains(new string('x', 100), StringComparison.Ordinal));
        Assert.Single(request.Data.GetProperty("chart").EnumerateArray());
    }

    [Fact]
    public void Dose_OfAnyAllowedSize_IsJudgedAndNeverThrown()
    {
        foreach (var dose in (double[])[0, double.Epsilon, 1e-9, 0.1 + 0.2, 99_999.999999, 100_000])
        {
            var request = Prescriber.Begin("lower-uti-kidney", "sound").Look().Do("amend", new { order = "M1", dose }).Do("sign");
            Assert.True(request.Fact("signed", "worst_fault") > 0, dose.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Any tool with any argument of any kind, known names and unknown ones, for whole episodes.</summary>
    [Fact]
    public void AnyArguments_GiveAnObservation()
    {
        var tools = Prescriber.Environment.Spec.Tools;
        var call =
            from which in Gen.Int[0, tools.Length - 1]
            let tool = tools[which]
            from present in Gen.Bool.Array[tool.Parameters.Length]
            from sound in Gen.Int[0, 1_000_000].Array[tool.Parameters.Length]
            from wild in Value.Array[tool.Parameters.Length]
            from stray in Gen.Int[0, 20]
            select new AgentAction { Tool = stray == 0 ? "no" + tool.Name : tool.Name, Arguments = Arguments(tool, present, sound, wild, stray) };
        Gen.Select(Gen.ULong[0, 2_000], call.Array[1, MostSteps]).Sample(
            (seed, calls) =>
            {
                var transition = Prescriber.Environment.Reset(new ScenarioKey(Split.Validation, seed, (Difficulty)(seed % 3)));
                foreach (var action in calls)
                {
                    if (transition.State.Terminated || transition.State.Truncated)
                        break;
                    transition = Prescriber.Environment.Step(transition.State, action);
                    using var data = JsonDocument.Parse(transition.Observation.Data);
                    Assert.False(string.IsNullOrEmpty(transition.Observation.Text));
                    Assert.All(transition.Events, happened => Assert.All(happened.Values, value => Assert.True(double.IsFinite(value))));
                }
            },
            iter: 400);
    }

    private static JsonElement Arguments(ToolDefinition tool, bool[] present, int[] sound, string[] wild, int stray)
    {
        var members = new List<string>();
        for (var i = 0; i < tool.Parameters.Length; i++)
        {
            var parameter = tool.Parameters[i];
            if (!present[i] && !parameter.Required)
                continue;
            var plausible = parameter.Allowed.IsDefaultOrEmpty ? "1" : "\"" + parameter.Allowed[sound[i] % parameter.Allowed.Length] + "\"";
            members.Add($"\"{parameter.Name}\":{(sound[i] % 4 == 0 ? wild[i] : parameter.Type == ParameterType.TextList ? "[" + plausible + "]" : plausible)}");
        }

        if (stray == 1)
            members.Add("\"extra\":1");
        return JsonElement.Parse("{" + string.Join(',', members) + "}");
    }
}
