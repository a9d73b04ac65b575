using System.Text.Json;
using System.Text.Json.Nodes;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.Randomness;

namespace ClinicalRl.Simulation.Tests.Actions;

/// <summary>Draws calls of tools: right ones, and ones that are wrong in every way a caller has been seen to be wrong.</summary>
internal static class ArbitraryCalls
{
    private static readonly string[] WrongValues =
    [
        "null", "true", "false", "\"\"", "\"P1\"", "\"P99\"", "\"yes\"", "\"NaN\"", "0", "-1", "1.5", "1e300", "1e999", "-1e999", "3.0", "99999999999999999999", "[]",
        "[\"P1\"]", "[[\"chest-pain\"]]", "[1,2]", "{}", "{\"a\":{\"b\":[]}}", "\"\\ud800\"", "[\"\\udc00\"]", "\" P1\"", "\"p1\"",
    ];

    /// <summary>A JSON object that the tool's schema allows.</summary>
    public static string Right(ToolDefinition tool, ref RandomStream random)
    {
        var members = new JsonObject();
        foreach (var parameter in tool.Parameters)
        {
            if (parameter.Required || random.Chance(400))
                members[parameter.Name] = RightValue(parameter, ref random);
        }

        return members.ToJsonString();
    }

    /// <summary>A JSON object that may be right or wrong: a member replaced, left out, added, or everything at random.</summary>
    public static string Any(ToolDefinition tool, ref RandomStream random)
    {
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var parameter in tool.Parameters)
        {
            if (random.Chance(parameter.Required ? 950 : 400))
                members[parameter.Name] = random.Chance(850) ? RightValue(parameter, ref random).ToJsonString() : random.Pick(WrongValues);
        }

        if (random.Chance(80))
            members[random.Pick(["minutes", "patient ", "Patient", "", "__proto__", "topic"])] = random.Pick(WrongValues);
        return "{" + string.Join(',', members.Select(member => JsonSerializer.Serialize(member.Key) + ":" + member.Value)) + "}";
    }

    /// <summary>An action for a fuzzed step: any tool, also ones that do not exist.</summary>
    public static AgentAction Action(IReadOnlyList<ToolDefinition> tools, ref RandomStream random)
    {
        var tool = random.Pick(tools);
        return new AgentAction
        {
            Tool = random.Chance(20) ? "dance" : tool.Name,
            Arguments = JsonElement.Parse(random.Chance(300) ? Any(tool, ref random) : Right(tool, ref random)),
            Message = random.Chance(300) ? random.Pick(["Come back if it gets worse.", "There is definitely nothing serious.", "\u0000\u001f\"\\ ½ 😀", "prn, if pyrexial"]) : null,
        };
    }

    private static JsonNode RightValue(ToolParameter parameter, ref RandomStream random) => parameter.Type switch
    {
        ParameterType.Text => JsonValue.Create(Word(parameter, ref random)),
        ParameterType.TextList => Words(parameter, ref random),
        ParameterType.Boolean => JsonValue.Create(random.Chance(500)),
        ParameterType.Integer => JsonValue.Create(random.Between((int)parameter.Min, (int)parameter.Max)),
        _ => JsonValue.Create(parameter.Min + ((parameter.Max - parameter.Min) * random.NextUnit())),
    };

    private static string Word(ToolParameter parameter, ref RandomStream random)
    {
        const int FirstFew = 3;   // whom a call is about is usually listed early
        if (parameter.Allowed.IsEmpty)
            return new string('x', random.Next(parameter.MaxLength + 1));
        return parameter.Name == "patient" && random.Chance(700) ? parameter.Allowed[random.Next(Math.Min(FirstFew, parameter.Allowed.Length))] : random.Pick(parameter.Allowed);
    }

    private static JsonArray Words(ToolParameter parameter, ref RandomStream random)
    {
        var words = new JsonArray();
        for (var i = random.Next(Math.Min(parameter.MaxItems, 5) + 1); i > 0; i--)
            words.Add((JsonNode)JsonValue.Create(Word(parameter, ref random)));
        return words;
    }
}
