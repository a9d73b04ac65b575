namespace ClinicalRl.Grains.Database;

/// <summary>What the silos of a cluster must not do at the same moment, or differently.</summary>
internal interface IClusterAgreement
{
    /// <summary>Does <paramref name="work"/> while no other silo does any such work. Short: files made at first use.</summary>
    T Exclusively<T>(Func<T> work);

    /// <summary>Makes sure that every silo has the same <paramref name="value"/> of a thing. Another value takes its place only if <paramref name="mayFollow"/> says so of the one agreed on.</summary>
    /// <exception cref="DatabaseUnsuitableException">The others have another one.</exception>
    void Agree(string name, string value, Func<string, bool> mayFollow);
}

/// <summary>One process has nobody to agree with: its data folder is claimed.</summary>
internal sealed class AloneAgreement : IClusterAgreement
{
    public T Exclusively<T>(Func<T> work) => work();

    public void Agree(string name, string value, Func<string, bool> mayFollow)
    {
    }
}
