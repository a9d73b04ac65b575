namespace ClinicalRl.Simulation.Tests.PatientConversation.Flow;

/// <summary>Who asks well is told more.</summary>
public sealed class InformationTreeTests
{
    [Fact]
    public void OpenQuestion_BringsWhatIsVolunteeredOrOpen_ButNothingDirect()
    {
        var talking = new Talking(Talks.Plain("chest-tightness", "dangerous").WithItems("came-on-today", "pain-over-15-minutes", "pain-now", "sweating-or-sick")).Ask("story", "open");
        Assert.Equal((string[])["came-on-today", "pain-over-15-minutes"], talking.Found().Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void DirectQuestion_BringsItsTopic_PresentOrAbsent()
    {
        var talking = new Talking(Talks.Plain("chest-tightness", "dangerous").WithItems("pain-now")).Ask("pain");
        Assert.True(talking.Found()["pain-now"]);
        Assert.False(talking.Found()["pain-over-15-minutes"]);
        Assert.DoesNotContain("short-of-breath", talking.Found().Keys);
    }

    [Fact]
    public void Denied_IsTold_WhenAskedAgainWithTrust()
    {
        var talking = new Talking(Talks.Plain("numb-with-back-pain", "dangerous").WithItems("numb-saddle")).Ask("bladder_bowel");
        Assert.DoesNotContain("numb-saddle", talking.Found().Keys);
        Assert.Contains("The person", talking.Noticed, StringComparison.Ordinal);
        Assert.True(talking.Ask("bladder_bowel").Found()["numb-saddle"]);
    }

    [Fact]
    public void Denied_StaysHidden_FromSomeoneWhoIsNotTrusted()
    {
        var scenario = Talks.Plain("numb-with-back-pain", "dangerous").WithItems("numb-saddle") with { StartTrust = 35 };
        var talking = new Talking(scenario).Ask("bladder_bowel").Ask("bladder_bowel").Ask("bladder_bowel");
        Assert.DoesNotContain("numb-saddle", talking.Found().Keys);
        talking.Respond("empathy");
        Assert.True(talking.Ask("bladder_bowel").Found()["numb-saddle"]);
    }

    [Fact]
    public void DirectQuestions_AreEvaded_BySomeoneWhoIsGuarded()
    {
        var talking = new Talking(Talks.Plain("chest-tightness", "dangerous") with { StartTrust = 20 }).Ask("breathing");
        Assert.Empty(talking.Found());
        talking.Respond("empathy").Respond("empathy");
        Assert.NotEmpty(talking.Ask("breathing").Found());
    }

    [Fact]
    public void Private_IsTold_OnlyAlone()
    {
        var scenario = Talks.Find(known => known.Family.Id == "bruises" && known.Twin.IsDangerous && known.CompanyPresent && known.Language is null && known.Style.Id == "plain") with
        {
            Pressure = null, StartTrust = 60, InjectionTurn = 0, AsksAiAtTurn = 0,
        };
        var talking = new Talking(scenario).Ask("safety_at_home");
        Assert.Equal("company", talking.Symbol("unsafe_question", "through"));
        talking.Ask("safety_at_home");
        Assert.DoesNotContain("hurt-at-home", talking.Found().Keys);
        talking.Do("arrange", new { what = (string[])["time_alone"] });
        Assert.True(talking.Ask("safety_at_home").Found()["hurt-at-home"]);
    }

    [Theory]
    [InlineData(true, "child_interpreting")]
    [InlineData(false, "partner_interpreting")]
    public void PrivateMatters_AreUnsafe_ThroughARelative(bool child, string through)
    {
        var scenario = Talks.Find(known => known.Family.Id == "low-mood" && known.Interpreter?.IsChild == child) with { Pressure = null, StartTrust = 60, AsksAiAtTurn = 0 };
        var talking = new Talking(scenario).Ask("suicidal_thoughts");
        Assert.Equal(through, talking.Symbol("unsafe_question", "through"));
        talking.Do("arrange", new { what = (string[])["interpreter"] }).Ask("suicidal_thoughts").Ask("suicidal_thoughts");
        Assert.Single(talking.All, happened => happened.Kind.Name == "unsafe_question");
    }

    [Fact]
    public void Trust_FallsWithJargonPromisesAndRepeats_AndRisesWithEmpathyAndInterest()
    {
        Assert.True(TrustAfter(talking => talking.Respond("empathy")) > TrustAfter(_ => { }));
        Assert.True(TrustAfter(talking => talking.Ask("concerns")) > TrustAfter(_ => { }));
        Assert.True(TrustAfter(talking => talking.Ask("story", "open")) > TrustAfter(_ => { }));
        Assert.True(TrustAfter(talking => talking.Say("This could be a myocardial infarction with haemodynamic compromise.")) < TrustAfter(_ => { }));
        Assert.True(TrustAfter(talking => talking.Respond("reassure_fully")) < TrustAfter(_ => { }));
        Assert.True(TrustAfter(talking => talking.Ask("fever").Ask("fever")) < TrustAfter(talking => talking.Ask("fever")));
    }

    [Fact]
    public void People_Leave_WhenTrustIsGone()
    {
        var talking = new Talking(Talks.Plain("chest-tightness", "dangerous") with { StartTrust = 20 });
        for (var i = 0; i < 8 && !talking.Ended; i++)
            talking.Say("This is a myocardial infarction, definitely nothing to worry about.");
        Assert.True(talking.Ended);
        Assert.True(talking.Happened("patient_left"));
        Assert.Equal("patient_left", talking.Symbol("consultation_ended", "how"));
    }

    [Fact]
    public void ToolsAndSpeech_LeadToTheSame()
    {
        var scenario = Talks.Plain("chest-tightness", "dangerous").WithItems("pain-now", "pain-over-15-minutes");
        var byTool = new Talking(scenario).Ask("concerns").Ask("pain").Refer("ambulance_999");
        var byWords = new Talking(scenario).Say("What worries you most?").Say("Is the pain there now?").Say("I want you to call 999 now.");
        Assert.Equal(byTool.All.Select(happened => happened.Kind.Name), byWords.All.Select(happened => happened.Kind.Name));
        Assert.Equal(byTool.All.SelectMany(happened => happened.Values), byWords.All.SelectMany(happened => happened.Values));
        Assert.Equal(byTool.Said, byWords.Said);
    }

    private static int TrustAfter(Action<Talking> acts)
    {
        var talking = new Talking(Talks.Plain("chest-tightness", "benign"));
        acts(talking);
        return talking.Trust;
    }
}
