namespace Ucam.Studies.Comparison;

/// <summary>The name of a cell, ordered by set, method, variant and seed as reports list them.</summary>
internal readonly record struct CompareCell(string Set, string Method, string Variant, int Seed) : IComparable<CompareCell>
{
    public int CompareTo(CompareCell other)
    {
        int order = string.CompareOrdinal(Set, other.Set);
        if (order == 0) order = CompareNames.Methods.Compare(Method, other.Method);
        if (order == 0) order = CompareNames.Variants.Compare(Variant, other.Variant);
        return order == 0 ? Seed.CompareTo(other.Seed) : order;
    }

    /// <summary>What the cell's files are called, without an extension: "scenes.saaa.p-gca.1".</summary>
    public string FileName => $"{Set}.{Method}.{Variant}.{Seed}";

    /// <summary>The cell's row of a table.</summary>
    public CompareRow Row(IReadOnlyDictionary<string, double> values) =>
        new() { Set = Set, Method = Method, Variant = Variant, Seed = Seed, Values = values };

    public override string ToString() => $"{Set}, {Method}, {Variant}, seed {Seed}";
}
