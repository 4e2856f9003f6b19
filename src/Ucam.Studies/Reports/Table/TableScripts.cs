using System.Text;

namespace Ucam.Studies.Reports.Table;

/// <summary>The scripts and styles of a table of answers, which reports hold and the review page is served.</summary>
internal static class TableScripts
{
    private const string Prefix = "Ucam.Reports.";

    // Each uses only those before it.
    private static readonly string[] Modules = ["parts.js", "paint.js", "rows.js", "list.js", "detail.js", "table.js"];

    /// <summary>The styles.</summary>
    public const string Style = "table.css";

    /// <summary>The files that a page of its own is made of.</summary>
    public static IEnumerable<string> Files => Modules.Append(Style);

    /// <summary>A file's bytes.</summary>
    public static byte[] Bytes(string name) => Resource.Bytes(typeof(TableScripts).Assembly, Prefix + name);

    /// <summary>A file's text.</summary>
    public static string Text(string name) => Resource.Text(Prefix + name);

    /// <summary>All of a report's modules as one, since a page without a server imports none.</summary>
    public static string Joined()
    {
        var joined = new StringBuilder();
        foreach (string line in Modules.Append("report.js").SelectMany(name => Text(name).Split('\n')))
            if (!line.StartsWith("import ", StringComparison.Ordinal))
                joined.Append(line.StartsWith("export ", StringComparison.Ordinal) ? line["export ".Length..] : line).Append('\n');
        return joined.ToString();
    }
}
