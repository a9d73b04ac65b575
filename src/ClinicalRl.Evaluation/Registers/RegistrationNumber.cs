using System.Text.RegularExpressions;

namespace ClinicalRl.Evaluation.Registers;

/// <summary>
/// What registration numbers look like. A number of the right form may belong to nobody: only a look at the register says who is on it, and whoever looked
/// is recorded with the day.
/// </summary>
public static partial class RegistrationNumber
{
    private static readonly Dictionary<string, (Regex Form, string Words)> Forms = new(StringComparer.Ordinal)
    {
        ["GMC"] = (SevenDigits(), "seven digits"),
        ["NMC"] = (NursesPin(), "two digits, a letter, four digits and a letter, such as 99A1234E"),
        ["GPhC"] = (SevenDigits(), "seven digits"),
        ["HCPC"] = (PrefixedDigits(), "two or three letters for the profession and two to six digits, such as PA12345"),
    };

    /// <summary>Null when the number has the form of its register, else what that form is.</summary>
    public static string? WhyNot(string register, string number) =>
        !Forms.TryGetValue(register, out var known) ? "a number of a known register" : known.Form.IsMatch(number) ? null : $"{known.Words} ({register})";

    [GeneratedRegex(@"^[0-9]{7}\z", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex SevenDigits();

    [GeneratedRegex(@"^[0-9]{2}[A-Z][0-9]{4}[A-Z]\z", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex NursesPin();

    [GeneratedRegex(@"^[A-Z]{2,3}[0-9]{2,6}\z", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex PrefixedDigits();
}
