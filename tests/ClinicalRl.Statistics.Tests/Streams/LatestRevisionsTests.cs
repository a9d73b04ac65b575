using ClinicalRl.Statistics.Streams;

namespace ClinicalRl.Statistics.Tests.Streams;

public sealed class LatestRevisionsTests
{
    [Fact]
    public void Accept_ChangesNothing_WhenAnEventComesTwiceOrTooLate()
    {
        var latest = new LatestRevisions<string, int>();
        Assert.Equal(new RevisionEffect<int>(true, false, 0), latest.Accept("a", new Revision(5, "x"), 1));
        Assert.False(latest.Accept("a", new Revision(5, "x"), 1).IsNew);
        Assert.False(latest.Accept("a", new Revision(4, "y"), 2).IsNew);
        Assert.Equal(new RevisionEffect<int>(true, true, 1), latest.Accept("a", new Revision(6, "z"), 3));
        Assert.Equal(1, latest.Count);
    }

    [Fact]
    public void Accept_KeepsTheLaterId_WhenSequencesAreEqual()
    {
        var (forth, back) = (new LatestRevisions<string, int>(), new LatestRevisions<string, int>());
        forth.Accept("a", new Revision(1, "x"), 1);
        Assert.True(forth.Accept("a", new Revision(1, "y"), 2).IsNew);
        back.Accept("a", new Revision(1, "y"), 2);
        Assert.False(back.Accept("a", new Revision(1, "x"), 1).IsNew);
    }
}
