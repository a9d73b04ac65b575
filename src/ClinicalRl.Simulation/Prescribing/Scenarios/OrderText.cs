using System.Globalization;
using System.Text;
using ClinicalRl.Simulation.Prescribing.Content;

namespace ClinicalRl.Simulation.Prescribing.Scenarios;

/// <summary>Writes an order as a prescriber would.</summary>
internal static class OrderText
{
    public static string Write(PrescribingContent content, in Order order)
    {
        var words = content.Words;
        var text = new StringBuilder(content.Formulary.Medicines[order.Medicine].Name);
        text.Append(' ').Append(Dose(words, order)).Append(' ').Append(Route(words.Routes[order.Route])).Append(' ').Append(Plain(words.Frequencies[order.Frequency].Id));
        if (order.Day > 0)
            text.Append(" on ").Append(Capital(words.Days[order.Day - 1]));
        if (order.MostPerDay > 0)
            text.Append(CultureInfo.InvariantCulture, $", at most {order.MostPerDay} a day");
        if (order.Days > 0)
            text.Append(CultureInfo.InvariantCulture, $", {order.Days} {(order.Days == 1 ? "day" : "days")}");
        return text.Append(" (").Append(words.Title(content.Formulary.Indications[order.Indication])).Append(')').ToString();
    }

    public static string Plain(string id) => id.Replace('_', ' ');

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    /// <summary>An unsafe dose is shown the way it was written: with U, mcg or a trailing zero.</summary>
    private static string Dose(Vocabulary words, in Order order)
    {
        var unit = words.Units[order.Unit].Id;
        var number = order.Dose.ToString(CultureInfo.InvariantCulture);
        if (!order.Is(OrderFlags.UnsafeNotation))
            return $"{number} {unit}";
        return unit switch
        {
            "units" => number + "U",
            "micrograms" => number + " mcg",
            _ => $"{number}.0 {unit}",
        };
    }

    private static string Route(string route) => route switch
    {
        "oral" => "by mouth",
        "intravenous" => "into a vein",
        "subcutaneous" => "under the skin",
        "intramuscular" => "into a muscle",
        _ => Plain(route),
    };
}
