using System.Globalization;
using System.Text.Json;
using ClinicalRl.Service.Problems;

namespace ClinicalRl.Service.Reading;

/// <summary>
/// The members of a request's object, each read with its type and range. The first thing wrong is kept in <see cref="Problem"/>; what is
/// read after it is meaningless.
/// </summary>
internal sealed class RequestFields
{
    private readonly JsonElement element;

    private readonly string prefix;

    /// <summary>Refuses anything but an object whose members are all <paramref name="known"/>.</summary>
    public RequestFields(JsonElement element, string path, params ReadOnlySpan<string> known)
    {
        (this.element, prefix) = (element, path.Length == 0 ? "" : path + ".");
        if (element.ValueKind != JsonValueKind.Object)
        {
            Fail(path.Length == 0 ? "body" : path, "an object");
            return;
        }

        foreach (var member in element.EnumerateObject())
        {
            if (!IsKnown(member, known))
            {
                Fail(prefix + NameOf(member), "absent; the members are " + string.Join(", ", known));
                return;
            }
        }
    }

    private RequestFields(Problem problem) => (Problem, prefix) = (problem, "");

    /// <summary>The fields of a body that could not be read.</summary>
    public static RequestFields Failed(Problem problem) => new(problem);

    /// <summary>The first thing wrong, or null.</summary>
    public Problem? Problem { get; private set; }

    /// <summary>A text of 1 to <paramref name="maxLength"/> characters.</summary>
    public string Text(string name, int maxLength)
    {
        var text = OptionalText(name, maxLength);
        if (text is null)
            Fail(prefix + name, string.Create(CultureInfo.InvariantCulture, $"a string of 1 to {maxLength} characters (required)"));
        return text ?? "";
    }

    /// <summary>A text of 1 to <paramref name="maxLength"/> characters; null when left out or null.</summary>
    public string? OptionalText(string name, int maxLength)
    {
        if (!TryGet(name, out var value))
            return null;
        var text = TextOf(value);
        if (text is not null && text.Length >= 1 && text.Length <= maxLength)
            return text;
        Fail(prefix + name, string.Create(CultureInfo.InvariantCulture, $"a string of 1 to {maxLength} characters"));
        return null;
    }

    /// <summary>One of <paramref name="words"/>; <paramref name="otherwise"/> when left out or null.</summary>
    public string Word(string name, IReadOnlyList<string> words, string otherwise)
    {
        if (!TryGet(name, out var value))
            return otherwise;
        if (TextOf(value) is { } text && words.Contains(text, StringComparer.Ordinal))
            return text;
        Fail(prefix + name, "one of " + string.Join(", ", words));
        return otherwise;
    }

    /// <summary>A whole number from 0 to 2^64-1, as a number or as a string of digits; null when left out or null.</summary>
    public ulong? OptionalUInt64(string name)
    {
        if (!TryGet(name, out var value))
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetUInt64(out var number))
            return number;
        if (TextOf(value) is { } digits && ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number))
            return number;
        Fail(prefix + name, "a whole number from 0 to 18446744073709551615, as a number or as a string of digits");
        return null;
    }

    /// <summary>A whole number in [min, max]; null when left out or null.</summary>
    public int? OptionalInt32(string name, int min, int max)
    {
        if (!TryGet(name, out var value))
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= min && number <= max)
            return number;
        Fail(prefix + name, string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}"));
        return null;
    }

    /// <summary>A member as it is; false when left out, null, or after something went wrong.</summary>
    public bool TryGet(string name, out JsonElement value)
    {
        value = default;
        return Problem is null && element.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;
    }

    /// <summary>Keeps a problem with a member, unless something was wrong before.</summary>
    public void Fail(string field, string expected) => Problem ??= Problem.Invalid(field, expected);

    /// <summary>The text of a JSON string; null when it is none, or not text (half of a surrogate pair).</summary>
    public static string? TextOf(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
            return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The name of a member, as a problem may repeat it.</summary>
    public static string NameOf(JsonProperty member)
    {
        try
        {
            return JsonText.Shorten(member.Name);
        }
        catch (InvalidOperationException)
        {
            return "(a name that is not text)";
        }
    }

    private static bool IsKnown(JsonProperty member, ReadOnlySpan<string> known)
    {
        try
        {
            foreach (var name in known)
            {
                if (member.NameEquals(name))
                    return true;
            }
        }
        catch (InvalidOperationException)
        {
            return false;   // half of a surrogate pair in a name
        }

        return false;
    }
}
