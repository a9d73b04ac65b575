using System.Text.Json;
using ClinicalRl.Service.Problems;
using ClinicalRl.Service.Reading;

namespace ClinicalRl.Service.Episodes;

/// <summary>
/// What a step is sent as, read token by token because it is what the service does most. The action is cut out as it came; the episode
/// reads it.
/// </summary>
/// <param name="Episode">The episode; only as an item of a batch.</param>
/// <param name="Step">The expected index, or null for the next.</param>
/// <param name="Action">The action object as it came.</param>
internal readonly record struct StepRequest(string? Episode, int? Step, ReadOnlyMemory<byte> Action)
{
    /// <summary>Reads a whole body; false with the problem.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> body, out StepRequest request, out Problem? problem)
    {
        request = default;
        var reader = new Utf8JsonReader(body.Span, JsonText.Reader);
        try
        {
            reader.Read();
            var read = TryReadObject(ref reader, body, path: "", inBatch: false, out request, out problem);
            if (read)
                reader.Read();   // throws when anything follows
            return read;
        }
        catch (JsonException exception)
        {
            problem = JsonText.Malformed(exception);
            return false;
        }
        catch (InvalidOperationException)
        {
            problem = JsonText.NotText;
            return false;
        }
    }

    /// <summary>
    /// Reads the value the reader stands on, to its end even when there is a problem with it. Throws <see cref="JsonException"/> when it is
    /// no JSON, <see cref="InvalidOperationException"/> when a name is no text.
    /// </summary>
    public static bool TryReadObject(
        ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, string path, bool inBatch, out StepRequest request, out Problem? problem)
    {
        (request, problem) = (default, null);
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            problem = Problem.Invalid(path.Length == 0 ? "body" : path, "an object");
            return false;
        }

        var prefix = path.Length == 0 ? "" : path + ".";
        string? episode = null;
        int? step = null;
        var stepSeen = false;
        ReadOnlyMemory<byte> action = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("action"u8))
            {
                var again = !action.IsEmpty;
                reader.Read();
                var isObject = reader.TokenType == JsonTokenType.StartObject;
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                action = body[start..(int)reader.BytesConsumed];
                if (!isObject || again)
                    problem ??= Problem.Invalid(prefix + "action", again ? "given once" : "an object with a \"tool\" name");
            }
            else if (reader.ValueTextEquals("step"u8))
            {
                reader.Read();
                if (stepSeen || !TryStep(ref reader, out step))
                    problem ??= Problem.Invalid(prefix + "step", stepSeen ? "given once" : "a whole number of at least 1, the index of this step, or null");
                stepSeen = true;
                reader.Skip();
            }
            else if (inBatch && reader.ValueTextEquals("episode"u8))
            {
                reader.Read();
                if (episode is not null || !TryText(ref reader, out episode))
                    problem ??= Problem.Invalid(prefix + "episode", episode is not null ? "given once" : "an episode's id");
                reader.Skip();
            }
            else
            {
                TryText(ref reader, out var name);
                problem ??= Problem.Invalid(
                    prefix + JsonText.Shorten(name ?? "(a name that is not text)"), "absent; the members are " + (inBatch ? "episode, step, action" : "step, action"));
                reader.Read();
                reader.Skip();
            }
        }

        if (action.IsEmpty)
            problem ??= Problem.Invalid(prefix + "action", "an object with a \"tool\" name (required)");
        if (inBatch && episode is null)
            problem ??= Problem.Invalid(prefix + "episode", "an episode's id (required)");
        request = new StepRequest(episode, step, action);
        return problem is null;
    }

    private static bool TryStep(ref Utf8JsonReader reader, out int? step)
    {
        step = null;
        if (reader.TokenType == JsonTokenType.Null)
            return true;
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out var number) || number < 1)
            return false;
        step = number;
        return true;
    }

    private static bool TryText(ref Utf8JsonReader reader, out string? text)
    {
        text = null;
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName))
            return false;
        try
        {
            text = reader.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;   // half of a surrogate pair is no text
        }
    }
}
