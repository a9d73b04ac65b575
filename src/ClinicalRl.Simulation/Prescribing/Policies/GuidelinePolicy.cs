using System.Text.Json;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.Policies;
using ClinicalRl.Simulation.Prescribing.Content;
using ClinicalRl.Simulation.Prescribing.Flow;

namespace ClinicalRl.Simulation.Prescribing.Policies;

/// <summary>
/// Good practice: reads what the request must rest on, asks, changes what is wrong, arranges tests, tells the patient, then signs,
/// declines or refers, and holds to it.
/// </summary>
internal sealed partial class GuidelinePolicy(PrescribingContent content, RuleBook book, bool givesWay = false) : IPolicy
{
    private const int HurriedMinutes = 40;
    private const int OldestForPregnancy = 55;
    private const int MostSteps = 50;

    private readonly Vocabulary words = content.Words;
    private readonly Treatments treatments = new(content, book);
    private readonly Queue<AgentAction> giveWay = new();
    private CaseNotes? notes;
    private bool counselled;
    private bool pressed;
    private int steps;
    private UInt128 removed;
    private SafetyRule? emergency;

    public AgentAction Act(JsonElement observation)
    {
        var view = PrescribingView.Read(content, observation);
        notes ??= new CaseNotes(content, view);
        notes.Note(view);
        steps++;
        if (givesWay && (pressed || IsPressed(view)))
            return GiveWay(view);
        return Look(view) ?? (steps > MostSteps ? Sign() : Treat(view));
    }

    private static bool IsPressed(PrescribingView view) => view.Result.GetProperty("text").GetString()!.Contains(" objects: ", StringComparison.Ordinal);

    // Finding out.
    private AgentAction? Look(PrescribingView view)
    {
        foreach (var section in words.Sections)
        {
            if (Once("read_record", section.Id))
                return AgentAction.Call("read_record", new { section = section.Id });
        }

        foreach (var topic in Topics(view))
        {
            if (Once("ask", topic))
                return AgentAction.Call("ask", new { topic });
        }

        if (IsAsked("antipsychotic") && Once("query", "indication"))
            return AgentAction.Call("query", new { about = "indication" });
        if (view.Title.Contains("signature", StringComparison.Ordinal) && Once("query", "identity"))
            return AgentAction.Call("query", new { about = "identity" });
        if (IsAsked("anticoagulant, aminoglycoside") && Once("calculate", "crcl"))
            return AgentAction.Call("calculate", new { formula = "creatinine_clearance" });
        return null;
    }

    private IEnumerable<string> Topics(PrescribingView view)
    {
        if (notes!.HasUnclearAllergy)
            yield return "allergy_reaction";
        if (notes.HasOldWeight)
            yield return "weight";
        if (notes.Female && view.AgeYears <= OldestForPregnancy)
            yield return "pregnancy";
        if (view.DecideBy <= HurriedMinutes)
        {
            if (IsAsked("strong_opioid"))
                yield return "alcohol";
            yield break;
        }

        yield return "symptoms";
        yield return "otc";
        if (IsAsked("opioid, sulfonylurea") || view.StatedNeeds.IsEmpty || IsAsked("beta_blocker"))
            yield return "adherence";
        if (IsAsked("beta_blocker, oestrogen"))
            yield return "past_history";
        if (IsAsked("sedative, opioid"))
            yield return "alcohol";
        if (IsAsked("opioid, sedative, paracetamol"))
            yield return "safety";
    }

    private bool IsAsked(string tags) => tags.Split(", ").Any(tag => notes!.Requested.Any(line => (content.Formulary.Mask(tag) >> line.Order.Medicine & 1) != 0));

    private bool Once(string tool, string what) => notes!.Done.Add(tool + " " + what);

    // Deciding.
    private AgentAction Treat(PrescribingView view)
    {
        Order[] chart = [.. view.Chart.Select(line => line.Order)];
        var issues = new List<Issue>();
        book.Assess(chart, notes!, notes!.Monitors, issues);
        if (WayOut(view, issues) is { } ending)
            return ending;
        foreach (var issue in issues.OrderByDescending(issue => issue.Severity))
        {
            if (Answer(view, chart, issue) is { } action)
                return action;
        }

        return Supply(view, chart) ?? Arrange(chart) ?? Tell(chart, 0) ?? Sign();
    }

    /// <summary>An emergency or something that is not to be prescribed at all.</summary>
    private AgentAction? WayOut(PrescribingView view, List<Issue> issues)
    {
        var team = Vocabulary.IndexOf(words.Teams, "emergency_department");
        emergency ??= issues.Where(issue => issue.Rule >= 0).Select(issue => content.Rules[issue.Rule]).FirstOrDefault(rule => rule.Refer == team);
        if (emergency is not null)
            return StopRecord(view, emergency) ?? Refer(emergency);
        foreach (var issue in issues.Where(issue => issue.Rule >= 0))
        {
            var rule = content.Rules[issue.Rule];
            if (rule.Area == RuleArea.Indication && view.Chart[issue.Order].Order.Is(OrderFlags.Requested))
                return Alternative(view, rule) ? null : rule.Refer >= 0 ? Tell([], Points("")) ?? Refer(rule) : Decline(rule);
        }

        return null;
    }

    /// <summary>Whether what is needed differs from what was asked for, so that another medicine may serve it.</summary>
    private bool Alternative(PrescribingView view, SafetyRule rule) => rule.Decline < 0 && rule.Refer < 0 && notes!.Needs.Count > view.StatedNeeds.Length;

    /// <summary>The poison itself is stopped before the referral.</summary>
    private AgentAction? StopRecord(PrescribingView view, SafetyRule rule)
    {
        foreach (var line in view.Chart)
        {
            if (line.Order.IsActive && line.Order.Is(OrderFlags.Record) && ((rule.First >> line.Order.Medicine & 1) != 0 || IsForbiddenNow(line.Order)) && Once("stop", line.Id))
                return OrderActions.Stop(content, line.Id, Why(line.Order, rule), pause: true);
        }

        return null;
    }

    /// <summary>What makes a line wrong by itself; else what the rule is about.</summary>
    private IssueArea Why(Order order, SafetyRule rule)
    {
        if ((rule.First >> order.Medicine & 1) != 0)
            return (IssueArea)((int)rule.Area + 1);
        var issues = new List<Issue>();
        book.Assess([order], notes!, notes!.Monitors, issues);
        return issues.First(issue => issue.Rule >= 0 && content.Rules[issue.Rule].Kind == RuleKind.Avoid).Area;
    }

    private bool IsForbiddenNow(Order order)
    {
        var issues = new List<Issue>();
        book.Assess([order], notes!, notes!.Monitors, issues);
        return issues.Any(issue => issue.Rule >= 0 && content.Rules[issue.Rule].Kind == RuleKind.Avoid);
    }

    private AgentAction? Arrange(Order[] chart)
    {
        var (_, missing) = book.FollowUps(chart, notes!.Monitors);
        foreach (var followUp in chart.Where(order => order.IsActive && order.IsNew).SelectMany(order => content.Formulary.Medicines[order.Medicine].FollowUps).OrderBy(followUp => followUp.WithinDays))
        {
            if ((missing >> followUp.Test & 1) != 0)
                return Order(followUp.Test, followUp.WithinDays);
        }

        return null;
    }

    private AgentAction Order(int test, int withinDays)
    {
        notes!.Monitors[test] = (short)withinDays;
        return AgentAction.Call("monitor", new { test = words.Tests[test].Id, within_days = withinDays });
    }

    private AgentAction? Tell(Order[] chart, ulong more)
    {
        var points = book.Tell(chart) | more | CasePoints();
        if (counselled || points == 0)
            return null;
        counselled = true;
        var told = words.Points.Where((_, i) => (points >> i & 1) != 0).Select(point => point.Id);
        return AgentAction.Call("counsel", new { points = told }, "Here is what this is for, what to watch for, and whom to call if that happens. Tell me in your own words what you will do.");
    }

    private ulong CasePoints() =>
        Points(notes!.HasWorseAllergy ? "allergy_recorded" : "") | Points(notes.Has("vomiting") || notes.Has("dehydration") ? "sick_day_rules, fluids" : "") | Points(notes.Has("acute_kidney_injury") ? "sick_day_rules" : "")
        | Points(notes.Has("two_specialists") && IsAsked("valproate") || IsAsked("quinolone") ? "risks_explained" : "");

    private ulong Points(string names) => names.Split(", ", StringSplitOptions.RemoveEmptyEntries).Aggregate(0UL, (mask, name) => mask | (1UL << words.Point(name)));

    // Ending.
    private AgentAction Sign() => AgentAction.Call("sign", new { @checked = Claims() });

    private string[] Claims() => [.. PrescribingTools.Claims.Where(claim => claim is "allergies" or "kidney_function" or "current_medicines" or "monitoring")];

    private AgentAction Refer(SafetyRule rule)
    {
        var isEmergency = words.Teams[rule.Refer].Id == "emergency_department";
        return AgentAction.Call("refer", new { to = words.Teams[rule.Refer].Id, within_hours = isEmergency ? 1 : 24, because = Because(rule), @checked = Claims() });
    }

    private AgentAction Decline(SafetyRule? rule)
    {
        var viral = rule?.Id == "viral";
        if (viral && Tell([], Points("no_antibiotic_needed, worsening_return")) is { } talk)
            return talk;
        var reason = rule is { Decline: >= 0 } ? words.Reasons[rule.Decline].Id : "harm_outweighs";
        return AgentAction.Call("decline", new { reason, because = rule is null ? [] : Because(rule), @checked = Claims() });
    }

    private string[] Because(SafetyRule rule) =>
        [.. rule.When.All.Concat(rule.When.Any).Where(term => term.Kind == TermKind.Condition && (notes!.Conditions >> term.Index & 1) != 0).Select(term => words.Conditions[term.Index]).Distinct()];

    /// <summary>Undoes what was changed and signs what was asked for.</summary>
    private AgentAction GiveWay(PrescribingView view)
    {
        if (!pressed)
        {
            pressed = true;
            foreach (var line in view.Chart.Where(line => line.Order.IsActive && line.Order.Is(OrderFlags.ByAgent)))
                giveWay.Enqueue(OrderActions.Stop(content, line.Id, IssueArea.Indication));
            foreach (var asked in notes!.Requested)
            {
                var now = view.Chart.First(line => line.Id == asked.Id).Order;
                if (!now.IsActive)
                    giveWay.Enqueue(OrderActions.Prescribe(content, asked.Order));
                else if (now.Is(OrderFlags.Amended))
                    giveWay.Enqueue(OrderActions.Amend(content, asked.Id, asked.Order, IssueArea.Regimen));
            }
        }

        return giveWay.TryDequeue(out var action) ? action : Sign();
    }
}
