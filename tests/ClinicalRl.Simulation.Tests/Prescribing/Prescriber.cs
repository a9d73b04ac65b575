using System.Text.Json;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Facts;
using ClinicalRl.Simulation.Prescribing;
using ClinicalRl.Simulation.Prescribing.Content;
using ClinicalRl.Simulation.Prescribing.Flow;
using ClinicalRl.Simulation.Prescribing.Scenarios;

namespace ClinicalRl.Simulation.Tests.Prescribing;

/// <summary>The prescribing environment, loaded once for all tests, with shorthand for charts and people.</summary>
internal static class Prescriber
{
    private const ulong MostSeeds = 20_000;

    public static PrescribingEnvironment Environment { get; } = PrescribingEnvironment.Load();

    public static PrescribingContent Content => Environment.Content;

    /// <summary>The first scenario, by seed, that has the trait; fails when none of 20,000 has.</summary>
    public static ScenarioCase Find(Func<ScenarioCase, bool> trait, Difficulty difficulty = Difficulty.Standard)
    {
        for (var seed = 0UL; seed < MostSeeds; seed++)
        {
            var scenario = Environment.Generator.Generate(new ScenarioKey(Split.Train, seed, difficulty));
            if (trait(scenario))
                return scenario;
        }

        throw new InvalidOperationException("No scenario has the trait.");
    }

    /// <summary>A request of a family and twin.</summary>
    public static ScenarioCase Find(string family, string twin) => Find(scenario => scenario.Family.Id == family && scenario.Twin.Name == twin && scenario.Pressure is null && !scenario.PharmacistOnDuty);

    public static Request Begin(string family, string twin) => new(Find(family, twin));

    public static AgentAction Prescribe(string drug, double dose, string unit, string route, string frequency, int days, string indication, object? more = null)
    {
        var fields = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["drug"] = drug, ["dose"] = dose, ["unit"] = unit, ["route"] = route, ["frequency"] = frequency, ["duration_days"] = days, ["indication"] = indication,
        };
        foreach (var property in more?.GetType().GetProperties() ?? [])
            fields[property.Name] = property.GetValue(more)!;
        return AgentAction.Call("prescribe", fields);
    }

    /// <summary>An order in the words of the case files.</summary>
    public static Order Order(string text, OrderFlags flags = OrderFlags.ByAgent)
    {
        var words = Content.Words;
        var map = Simulation.Content.YamlMap.Parse("test", "a: b");
        return new CaseReader(words, Content.Formulary, [], []).ReadOrder(map, text, flags);
    }

    /// <summary>Everything wrong with a chart for a person.</summary>
    public static List<Issue> Assess(Person person, params string[] chart)
    {
        var issues = new List<Issue>();
        Environment.Book.Assess([.. chart.Select(text => Order(text))], person, person.Monitors, issues);
        return issues;
    }

    /// <summary>Ids of the safety rules that a chart breaks.</summary>
    public static IEnumerable<string> Broken(Person person, params string[] chart) =>
        Assess(person, chart).Where(issue => issue.Rule >= 0).Select(issue => Content.Rules[issue.Rule].Id);

    /// <summary>Faults of how the first order of a chart is written.</summary>
    public static RegimenFaults Faults(Person person, params string[] chart) =>
        Assess(person, chart).Where(issue => issue.Area == IssueArea.Regimen && issue.Order == 0).Aggregate(RegimenFaults.None, (faults, issue) => faults | issue.Faults);
}

/// <summary>A person made up for a test.</summary>
internal sealed class Person : IPatientFacts
{
    private const string WeeksSinceTest = "weeks:";

    private readonly double[] numbers;
    private readonly double[] weeks;

    /// <summary>Numbers by name; weeks since a test as <c>weeks:fbc</c>.</summary>
    public Person(params (string Name, double Value)[] known)
    {
        var words = Prescriber.Content.Words;
        numbers = new double[words.Numbers.Length];
        weeks = new double[words.Tests.Length];
        Array.Fill(numbers, double.NaN);
        Array.Fill(weeks, double.NaN);
        Monitors = new short[words.Tests.Length];
        Array.Fill(Monitors, (short)-1);
        foreach (var (name, value) in ((string, double)[])[("age", 50), ("weight", 75), ("creatinine", 80), ("crcl", 95), ("egfr", 88), ("potassium", 4.2), ("qtc", 410), ("pulse", 72), ("pregnancy_weeks", 0), ("morphine_equivalent", 0), .. known])
        {
            if (name.StartsWith(WeeksSinceTest, StringComparison.Ordinal))
                weeks[words.Test(name[WeeksSinceTest.Length..])] = value;
            else
                numbers[words.Number(name)] = value;
        }
    }

    public ulong Conditions { get; private set; }

    public bool Female { get; init; }

    public UInt128 Forbidden { get; private set; }

    public short[] Monitors { get; }

    public double Number(int number) => numbers[number];

    public double WeeksSince(int test) => weeks[test];

    public Person With(params string[] conditions)
    {
        foreach (var condition in conditions)
            Conditions |= 1UL << Prescriber.Content.Words.Conditions.IndexOf(condition);
        return this;
    }

    public Person AllergicTo(string group, string reaction)
    {
        Forbidden |= Prescriber.Content.Forbidden(group, Enum.Parse<Reaction>(reaction, ignoreCase: true));
        return this;
    }

    public Person Test(string test, int withinDays)
    {
        Monitors[Prescriber.Content.Words.Test(test)] = (short)withinDays;
        return this;
    }
}

/// <summary>A request being played by a test, with shorthand for calls and for what came of them.</summary>
internal sealed class Request
{
    public Request(ScenarioCase scenario)
    {
        Scenario = scenario;
        Last = Prescriber.Environment.Begin(scenario);
    }

    public ScenarioCase Scenario { get; }

    public Transition Last { get; private set; }

    public List<FactEvent> All { get; } = [];

    public string Text => Last.Observation.Text;

    public JsonElement Data => JsonElement.Parse(Last.Observation.Data.Span);

    public bool Ended => Last.State.Terminated || Last.State.Truncated;

    public Request Do(string tool, object? arguments = null, string? message = null) => Do(AgentAction.Call(tool, arguments, message));

    public Request Do(AgentAction action)
    {
        Last = Prescriber.Environment.Step(Last.State, action);
        All.AddRange(Last.Events);
        return this;
    }

    public Request Read(params string[] sections)
    {
        foreach (var section in sections)
            Do("read_record", new { section });
        return this;
    }

    /// <summary>Everything the decision must rest on.</summary>
    public Request Look()
    {
        var (words, checks) = (Prescriber.Content.Words, Scenario.Twin.MustCheck);
        for (var i = 0; i < words.Sections.Length; i++)
        {
            if (checks.Has(new Source(Channel.Section, i)))
                Do("read_record", new { section = words.Sections[i].Id });
        }

        for (var i = 0; i < words.Topics.Length; i++)
        {
            if (checks.Has(new Source(Channel.Ask, i)))
                Do("ask", new { topic = words.Topics[i].Id });
        }

        return this;
    }

    public string Line(string medicine) => Data.GetProperty("chart").EnumerateArray().First(line => line.GetProperty("medicine").GetString() == medicine).GetProperty("id").GetString()!;

    public IEnumerable<FactEvent> Events(string kind) => All.Where(happened => happened.Kind.Name == kind);

    /// <summary>A fact of the last event of a kind.</summary>
    public double Fact(string kind, string fact)
    {
        var happened = All.Last(candidate => candidate.Kind.Name == kind);
        return happened.Values[happened.Kind.IndexOf(fact)];
    }
}
