using ClinicalRl.Simulation.Prescribing.Content;
using ClinicalRl.Simulation.Prescribing.Flow;

namespace ClinicalRl.Simulation.Prescribing.Policies;

/// <summary>Finds regimens that serve a need in a person without breaking a rule that cannot be kept.</summary>
internal sealed class Treatments(PrescribingContent content, RuleBook book)
{
    private const short UsualDays = 28;

    /// <summary>The first choice among all medicines whose regimen is right and which leaves nothing wrong; null when there is none.</summary>
    /// <param name="need">Indication.</param>
    /// <param name="patient">The person as known.</param>
    /// <param name="chart">Active orders that stay.</param>
    /// <param name="monitors">Days within which each test is ordered.</param>
    /// <param name="only">Bit per medicine that may be chosen.</param>
    public Order? Find(int need, IPatientFacts patient, IReadOnlyList<Order> chart, short[] monitors, UInt128 only)
    {
        var options =
            from medicine in Enumerable.Range(0, content.Formulary.Medicines.Length)
            where (only >> medicine & 1) != 0
            from use in content.Formulary.Medicines[medicine].Uses
            where use.Serves(need)
            orderby use.Line
            select (medicine, use);
        foreach (var (medicine, use) in options)
        {
            foreach (var order in Orders(medicine, use, need, patient))
            {
                if (IsClean(order, patient, chart, monitors))
                    return order;
            }
        }

        return null;
    }

    /// <summary>The first choice for an indication at its lowest dose, whoever it is for.</summary>
    public static Order FirstChoice(PrescribingContent content, int need)
    {
        var (medicine, use) = (
            from id in Enumerable.Range(0, content.Formulary.Medicines.Length)
            from known in content.Formulary.Medicines[id].Uses
            where known.Serves(need)
            orderby known.Line
            select (id, known)).First();
        return new Order
        {
            Medicine = (short)medicine, Dose = use.Dose.Low, Unit = (byte)use.Unit, Route = (byte)use.Route, Indication = (short)need, Days = (short)use.Days.Low,
            Frequency = (byte)System.Numerics.BitOperations.TrailingZeroCount(use.Frequencies), Day = (byte)(use.NamedDay ? 1 : 0),
            MostPerDay = (byte)((use.Frequencies & -use.Frequencies) >> content.Words.AsRequired != 0 ? use.MostPerDay : 0), Flags = OrderFlags.ByAgent,
        };
    }

    /// <summary>Whether an order adds nothing wrong but what a test or a protecting medicine answers.</summary>
    public bool IsClean(in Order order, IPatientFacts patient, IReadOnlyList<Order> chart, short[] monitors)
    {
        Order[] with = [.. chart, order];
        var (before, after) = (new List<Issue>(), new List<Issue>());
        book.Assess([.. chart], patient, monitors, before);
        book.Assess(with, patient, monitors, after);
        return after.Count(IsFinal) <= before.Count(IsFinal);
    }

    /// <summary>Whether nothing but leaving a medicine out answers an issue.</summary>
    public bool IsFinal(Issue issue) => issue.Rule < 0 || content.Rules[issue.Rule].Kind is not (RuleKind.Monitor or RuleKind.Protect);

    private IEnumerable<Order> Orders(int medicine, Use use, int need, IPatientFacts patient)
    {
        for (var frequency = 0; frequency < content.Words.Frequencies.Length; frequency++)
        {
            if ((use.Frequencies >> frequency & 1) == 0)
                continue;
            var (low, high) = book.Regimens.DoseRange(use, medicine, frequency, patient);
            if (double.IsNaN(low))
                continue;
            var days = (short)Math.Clamp(UsualDays, use.Days.Low, use.Days.High);
            yield return new Order
            {
                Medicine = (short)medicine, Dose = Practical(low, high), Unit = (byte)use.Unit, Route = (byte)use.Route, Frequency = (byte)frequency, Indication = (short)need,
                Days = use.Days.High < UsualDays ? (short)use.Days.Low : days, Day = (byte)(use.NamedDay ? 1 : 0),
                MostPerDay = (byte)(frequency == content.Words.AsRequired ? use.MostPerDay : 0), Flags = OrderFlags.ByAgent,
            };
        }
    }

    /// <summary>A dose within the range that can be given: a round number where one fits.</summary>
    private static double Practical(double low, double high)
    {
        foreach (var step in (ReadOnlySpan<double>)[100, 50, 10, 5, 1, 0.5, 0.1])
        {
            var rounded = Math.Ceiling(low / step) * step;
            if (rounded > 0 && rounded <= high && rounded >= low && low != high)
                return rounded;
        }

        return low;
    }
}
