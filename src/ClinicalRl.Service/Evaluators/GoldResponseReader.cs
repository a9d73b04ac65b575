using System.Collections.Immutable;
using System.Text.Json;
using ClinicalRl.Evaluation.Banks;
using ClinicalRl.Service.Reading;

namespace ClinicalRl.Service.Evaluators;

/// <summary>Reads an evaluator's response in the form it names.</summary>
internal static class GoldResponseReader
{
    private const int MaxKey = 20;
    private const int MaxChoices = 20;

    private static readonly string[] Forms = ["score", "choice", "order", "mark"];

    /// <summary>The response; meaningless when the fields have a problem.</summary>
    public static GoldResponse Read(RequestFields fields)
    {
        var form = fields.Text("form", MaxKey);
        if (fields.Problem is null && !Forms.Contains(form, StringComparer.Ordinal))
            fields.Fail("form", "one of " + string.Join(", ", Forms));
        return form switch
        {
            "score" => new ScoreResponse(Unit(fields, "score")),
            "order" => new OrderResponse(Keys(fields, "bestFirst")),
            "mark" => new MarkResponse(Step(fields), fields.Text("category", MaxKey)),
            _ => new ChoiceResponse(fields.Text("choice", MaxKey)),
        };
    }

    /// <summary>A number from 0 to 1; required.</summary>
    public static double Unit(RequestFields fields, string name)
    {
        if (fields.TryGet(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number is >= 0 and <= 1)
            return number;
        fields.Fail(name, "a number from 0 to 1 (required)");
        return 0;
    }

    private static int Step(RequestFields fields)
    {
        if (fields.OptionalInt32("step", 1, MaxChoices) is { } step)
            return step;
        fields.Fail("step", "a whole number (required with the form mark)");
        return 0;
    }

    private static ImmutableArray<string> Keys(RequestFields fields, string name)
    {
        if (fields.TryGet(name, out var list) && list.ValueKind == JsonValueKind.Array && list.GetArrayLength() is > 0 and <= MaxChoices)
        {
            var keys = list.EnumerateArray().Select(RequestFields.TextOf).ToArray();
            if (keys.All(key => key is { Length: > 0 and <= MaxKey }))
                return [.. keys!];
        }

        fields.Fail(name, "a list of all keys, best first (required with the form order)");
        return [];
    }
}
