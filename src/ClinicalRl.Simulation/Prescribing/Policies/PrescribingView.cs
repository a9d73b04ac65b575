using System.Collections.Immutable;
using System.Text.Json;
using ClinicalRl.Simulation.Prescribing.Content;

namespace ClinicalRl.Simulation.Prescribing.Policies;

/// <summary>One line of the chart as any agent sees it.</summary>
internal sealed record SeenOrder(string Id, Order Order);

/// <summary>The parts of an observation's data that the policies use.</summary>
internal sealed record PrescribingView(string Title, int DecideBy, int AgeYears, bool Female, ImmutableArray<int> StatedNeeds, ImmutableArray<SeenOrder> Chart, JsonElement Result, JsonElement News)
{
    public static PrescribingView Read(PrescribingContent content, JsonElement observation)
    {
        var data = observation.GetProperty("data");
        var patient = data.GetProperty("patient");
        return new PrescribingView(
            data.GetProperty("request").GetProperty("title").GetString()!, data.GetProperty("decide_by_minute").GetInt32(), patient.GetProperty("age_years").GetInt32(),
            patient.GetProperty("sex").GetString() == "female",
            [.. data.GetProperty("request").GetProperty("for").EnumerateArray().Select(need => content.Formulary.Indication(need.GetString()!))],
            [.. data.GetProperty("chart").EnumerateArray().Select(line => new SeenOrder(line.GetProperty("id").GetString()!, ReadOrder(content, line)))],
            data.GetProperty("result"), data.GetProperty("news"));
    }

    private static Order ReadOrder(PrescribingContent content, JsonElement line)
    {
        var words = content.Words;
        var order = new Order
        {
            Medicine = (short)content.Formulary.IndexOf(line.GetProperty("medicine").GetString()!),
            Dose = line.GetProperty("dose").GetDouble(),
            Unit = (byte)words.Unit(line.GetProperty("unit").GetString()!),
            Route = (byte)words.Routes.IndexOf(line.GetProperty("route").GetString()!),
            Frequency = (byte)words.FrequencyOf(line.GetProperty("frequency").GetString()!),
            Indication = (short)content.Formulary.Indication(line.GetProperty("indication").GetString()!),
            Days = (short)Optional(line, "duration_days"),
            Day = (byte)(line.TryGetProperty("day", out var day) ? words.Days.IndexOf(day.GetString()!) + 1 : 0),
            MostPerDay = (byte)Optional(line, "most_per_day"),
            Status = line.GetProperty("status").GetString() switch { "active" => OrderStatus.Active, "paused" => OrderStatus.Paused, _ => OrderStatus.Stopped },
            Flags = line.GetProperty("origin").GetString() switch { "requested" => OrderFlags.Requested, "yours" => OrderFlags.ByAgent, "self_bought" => OrderFlags.SelfBought, _ => OrderFlags.Record },
        };
        order.Flags |= line.GetProperty("changed").GetBoolean() ? OrderFlags.Amended : OrderFlags.None;
        order.Flags |= LooksUnsafe(line.GetProperty("as_written").GetString()!) ? OrderFlags.UnsafeNotation : OrderFlags.None;
        return order;
    }

    private static int Optional(JsonElement line, string name) => line.TryGetProperty(name, out var value) ? value.GetInt32() : 0;

    /// <summary>A number run into U, mcg, or a trailing zero.</summary>
    private static bool LooksUnsafe(string written) =>
        written.Contains("mcg", StringComparison.Ordinal) || written.Contains(".0 ", StringComparison.Ordinal) || written.Split(' ').Any(word => word.Length > 1 && word[^1] == 'U' && char.IsAsciiDigit(word[^2]));
}
