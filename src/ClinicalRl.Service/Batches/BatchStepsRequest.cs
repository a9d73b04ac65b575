using System.Text.Json;
using ClinicalRl.Service.Episodes;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.Problems;
using ClinicalRl.Service.Reading;

namespace ClinicalRl.Service.Batches;

/// <summary>One step of a batch: as sent, or why it cannot be taken.</summary>
internal readonly record struct BatchStep(string Episode, int? Step, ReadOnlyMemory<byte> Action, Problem? Problem);

/// <summary>Reads what <c>POST /v1/batch/steps</c> is sent, token by token.</summary>
internal static class BatchStepsRequest
{
    /// <summary>Reads all items; false with the problem when the body as a whole cannot be used.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> body, out List<BatchStep> steps, out Problem? problem)
    {
        (steps, problem) = ([], null);
        var reader = new Utf8JsonReader(body.Span, JsonText.Reader);
        try
        {
            reader.Read();
            problem = reader.TokenType == JsonTokenType.StartObject ? ReadObject(ref reader, body, steps) : Problem.Invalid("body", "an object");
            if (problem is null)
                reader.Read();   // throws when anything follows
        }
        catch (JsonException exception)
        {
            problem = JsonText.Malformed(exception);
        }
        catch (InvalidOperationException)
        {
            problem = JsonText.NotText;
        }

        return problem is null;
    }

    private static Problem? ReadObject(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, List<BatchStep> steps)
    {
        var seen = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!reader.ValueTextEquals("items"u8))
                return Problem.Invalid(JsonText.Shorten(reader.GetString()!), "absent; the member is items");
            reader.Read();
            if (seen || reader.TokenType != JsonTokenType.StartArray)
                return Items(seen ? "given once" : "an array");
            seen = true;
            if (ReadItems(ref reader, body, steps) is { } problem)
                return problem;
        }

        return seen && steps.Count > 0 ? null : Items($"an array of 1 to {RequestLimits.BatchItems} items");
    }

    private static Problem? ReadItems(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, List<BatchStep> steps)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (steps.Count == RequestLimits.BatchItems)
                return Items($"an array of 1 to {RequestLimits.BatchItems} items");
            StepRequest.TryReadObject(ref reader, body, "", inBatch: true, out var step, out var wrong);
            steps.Add(new BatchStep(step.Episode ?? "", step.Step, step.Action, wrong));
        }

        return null;
    }

    private static Problem Items(string expected) => Problem.Invalid("items", expected);
}
