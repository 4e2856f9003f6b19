namespace Ucam.Certainty.Signals;

/// <summary>Signals of many answers: a row an answer, a column a signal.</summary>
/// <param name="Names">The columns.</param>
/// <param name="Values">Row after row.</param>
internal sealed record SignalTable(IReadOnlyList<string> Names, double[] Values)
{
    /// <summary>Number of answers.</summary>
    public int Rows => Names.Count == 0 ? 0 : Values.Length / Names.Count;

    /// <summary>The signals of one answer.</summary>
    public ReadOnlySpan<double> Row(int row) => Values.AsSpan(row * Names.Count, Names.Count);

    /// <summary>A signal of all answers.</summary>
    public double[] Column(int column) => [.. Enumerable.Range(0, Rows).Select(row => Values[row * Names.Count + column])];

    /// <summary>The rows of tables with the same columns, one table after the other.</summary>
    public static SignalTable Join(IReadOnlyList<SignalTable> tables)
    {
        if (tables.Count == 0) return new SignalTable([], []);
        if (tables.Any(table => !table.Names.SequenceEqual(tables[0].Names)))
            throw new ArgumentException("The tables have other columns.", nameof(tables));
        return new SignalTable(tables[0].Names, [.. tables.SelectMany(table => table.Values)]);
    }

    /// <summary>Some of the columns, in the order given.</summary>
    public SignalTable Only(IReadOnlyList<string> names)
    {
        int[] columns = [.. names.Select(name => Names.Index().First(n => n.Item == name).Index)];
        return new SignalTable(names, [.. Enumerable.Range(0, Rows).SelectMany(row => columns.Select(c => Values[row * Names.Count + c]))]);
    }

    /// <summary>What there is of some columns, in their own order.</summary>
    public SignalTable Only(Func<string, bool> keep) => Only([.. Names.Where(keep)]);

    /// <summary>Some of the rows, in the order given.</summary>
    public SignalTable At(IEnumerable<int> rows) => new(Names, [.. rows.SelectMany(row => Row(row).ToArray())]);
}
