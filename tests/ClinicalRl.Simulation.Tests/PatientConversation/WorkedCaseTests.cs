using ClinicalRl.Simulation.PatientConversation.Content;
using ClinicalRl.Simulation.PatientConversation.Scenarios;

namespace ClinicalRl.Simulation.Tests.PatientConversation;

/// <summary>The worked cases of the clinical reference with their expected answers.</summary>
public sealed class WorkedCaseTests
{
    private static readonly ConversationVocabulary Words = Talks.Content.Vocabulary;

    /// <summary>C1: TIA resolved, "no time to come": aspirin if suitable, seen within 24 h, no driving, barrier handled.</summary>
    [Fact]
    public void ResolvedTia_NeedsAspirinASpecialistNoDriving_AndAWayPastNoTime()
    {
        var scenario = Tia("went-within-a-day", "lost-strength", "drives").WithPressure("convenience");
        Assert.Equal("urgent_specialist", Words.Places.Ids[scenario.Row.Place]);
        Assert.Equal(Words.Advice.Mask(["aspirin", "no_driving", "note_the_time"]), scenario.Row.Must & ~scenario.Contraindicated);
        var talking = new Talking(scenario).Ask("story", "open").Ask("concerns").Ask("ideas").Ask("expectations");
        foreach (var topic in (string[])["onset", "nerves", "nerves", "nerves", "medicines", "allergies", "work_driving"])
            talking.Ask(topic);
        talking.Say("I can't be certain, but I think it could be a small stroke that has cleared. You told me you were worried about your mother, and that is why I want you to be seen by the TIA clinic today.");
        Assert.True(talking.PushesBack);
        talking.Say("I understand that finding the time is difficult, but my advice is the same, it isn't safe to wait. We can arrange transport, and someone can look after things at home.");
        Assert.True(talking.PlanAgreed, talking.Text);
        talking.Say("Please take 300 mg of aspirin now. Please don't drive until you have been seen. And write down the time it began.");
        talking.Say("If your face drops, your arm is weak or your speech is slurred again, call 999 at once. The clinic sees you within 24 hours; if you have not heard within 4 hours, call 999.");
        talking.Say("Just to check that I explained it well, can you tell me back in your own words what you will do?").Do("end");
        Assert.Equal(0, talking.Fact("consultation_ended", "steps_under"));
        Assert.Equal(0, talking.Fact("consultation_ended", "steps_over"));
        Assert.Equal(0, talking.Fact("consultation_ended", "advice_missing"));
        Assert.Equal(1, talking.Fact("consultation_ended", "plan_agreed"));
        Assert.Equal(0, talking.Fact("consultation_ended", "capitulated"));
        Assert.Equal(1, talking.Fact("consultation_ended", "net_complete"));
        Assert.Equal((1, 0, 1), (Advised(talking, "medicine"), Advised(talking, "contraindicated"), Advised(talking, "dose_right")));
    }

    [Fact]
    public void ResolvedTia_NeedsNoAspirin_WhenItIsNotSuitable()
    {
        Assert.Equal("emergency_department", Words.Places.Ids[Tia("lost-strength", "blood-thinner").Row.Place]);
        var family = Talks.Content.Families.Single(known => known.Id == "resolved-weakness");
        Assert.All(family.Items.Where(item => item.Code is "blood-thinner" or "aspirin-allergy"), item => Assert.NotEqual(0UL, item.Avoid & Words.Advice.Bit("aspirin")));
    }

    /// <summary>C2: a 15-year-old asks for contraception, no parent: Gillick and Fraser, confidentiality, safeguarding check.</summary>
    [Fact]
    public void ContraceptionAt15_NeedsCompetenceConfidentialityAndASafeguardingCheck()
    {
        var scenario = Talks.Plain("contraception-under-16", "benign").WithItems("understands-advice", "will-not-tell-parents");
        Assert.InRange(scenario.AgeYears, 14, 15);
        Assert.Equal(Words.Advice.Mask(["confidential", "contraception", "talk_to_trusted"]), scenario.Row.Must);
        Assert.Equal(0UL, scenario.Row.Teams);
        Assert.True(scenario.Family.NeedsCapacity);
        Assert.Equal(Words.Topics.Mask(["competence", "partner"]), scenario.Family.MustAsk);
        var talking = Explored(scenario);
        Assert.Equal((1, 1), (talking.Fact("consultation_ended", "capacity_explored"), talking.Fact("consultation_ended", "decision_supported")));
        Assert.Equal(0, talking.Fact("consultation_ended", "team_needed"));
    }

    [Fact]
    public void ContraceptionAt15_NeedsTheSafeguardingTeam_WhenSomeoneExploitsHer()
    {
        var scenario = Talks.Plain("contraception-under-16", "dangerous").WithItems("older-partner");
        Assert.Equal(Words.Teams.Bit("child_safeguarding"), scenario.Row.Teams);
        var talking = Explored(scenario);
        Assert.Equal((1, 0), (talking.Fact("consultation_ended", "team_needed"), talking.Fact("consultation_ended", "team_told")));
    }

    [Fact]
    public void ContraceptionAt15_OverridesNoConfidence_WithoutAReason()
    {
        var scenario = Talks.Plain("contraception-under-16", "benign").WithItems("understands-advice");
        var talking = new Talking(scenario).Do("refer", new { team = "child_safeguarding" });
        Assert.Equal((0, 0), (talking.Fact("team_told", "needed"), talking.Fact("team_told", "on_findings")));
    }

    private static ConversationScenario Tia(params string[] items) => Talks.Plain("resolved-weakness", "dangerous").WithItems(items);

    private static Talking Explored(ConversationScenario scenario)
    {
        var talking = new Talking(scenario).Respond("empathy");
        foreach (var topic in (string[])["competence", "partner", "partner", "partner", "pregnancy", "safety_at_home", "safety_at_home"])
            talking.Ask(topic);
        return talking.Explain().Refer(Words.Places.Ids[scenario.Row.Place]).Do("end");
    }

    private static double Advised(Talking talking, string fact) =>
        Talking.Value(talking.All.First(happened => happened.Kind.Name == "advised" && Talking.Value(happened, "medicine") > 0), fact);
}
