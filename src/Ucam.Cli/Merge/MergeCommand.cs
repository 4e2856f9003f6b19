using System.CommandLine;
using Ucam.Cli.Paths;
using Ucam.Cli.Terminal;
using Ucam.Cli.Usage;
using Ucam.Studies.Comparison;
using Ucam.Vqa.Evaluation;
using Ucam.Vqa.Features;

namespace Ucam.Cli.Merge;

/// <summary><c>ucam merge</c>: joins what the parts of a work wrote that several machines shared.</summary>
internal static class MergeCommand
{
    private static readonly string[] Written =
    [
        "comparison.json", "rows/*.csv", "maps/*.csv", "certainty/*.csv", "curves/*.json", "weights/*.safetensors", "fidelity/*.csv",
        "kinds/*/comparison.json", "kinds/*/*.csv", "kinds/*/maps/*.csv",
    ];

    public static Command Create()
    {
        var parts = new InputArguments("parts", isDeep: true, [".csv", ".json", ".jsonl", ".safetensors"])
        {
            HelpName = "PART",
            Description = "What the parts wrote: folders of 'ucam compare' or 'ucam explain --benchmark' with --shard, "
                + "or files of 'ucam features extract --shard' or 'ucam eval --shard'.",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new OutputOption("--out", Written)
        { Description = "Where to: the comparison's folder, the feature file, or the file of answers.", Required = true };
        var command = new ExampleCommand("merge", "Joins the parts of a work that several machines shared.",
            "ucam merge runs/part-1 runs/part-2 runs/part-3 --out runs/all",
            "ucam merge f.1.safetensors f.2.safetensors --out f.safetensors",
            "ucam merge answers.1.jsonl answers.2.jsonl --out answers.jsonl")
        { parts, output };
        command.Continuation = "the same command goes on.";
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            string[] given = parsed.GetValue(parts) ?? [];
            string to = parsed.GetRequiredValue(output);
            if (given.FirstOrDefault(part => !File.Exists(part) && !Directory.Exists(part)) is { } missing)
                throw new UsageException($"'{missing}' does not exist; check the path.");
            if (given.Any(Directory.Exists)) Folders(given, to, cancel);
            else if (HaveAnswers(given)) Answers(given, to, cancel);
            else
            {
                // What is joined so far stands beside the file until it is whole.
                PathRule.Check(parsed, outputs: [(output, to + ".partial"), (output, to + ".partial.json")]);
                Features(given, to, cancel);
            }
            return ExitCode.Success;
        }, CancellationToken.None));
        return command;
    }

    private static bool HaveAnswers(string[] given)
    {
        ILookup<bool, string> kinds = given.ToLookup(path => SharedAnswers.Are(path) || IsLines(path));
        if (!kinds[true].Any() || !kinds[false].Any()) return kinds[true].Any();
        string other = kinds[false].First(), answers = kinds[true].First();
        throw new UcamException($"{other}: it holds no answers of a shared evaluation, as {answers} does; give parts of one kind.") { File = other };
    }

    // What holds nothing is told by its name.
    private static bool IsLines(string path) => Path.GetExtension(path).Equals(".jsonl", StringComparison.OrdinalIgnoreCase);

    private static void Folders(string[] parts, string to, CancellationToken cancel)
    {
        if (parts.FirstOrDefault(part => !Directory.Exists(part)) is { } other)
            throw new UsageException($"'{other}' is no folder, as the other parts are.");
        Output.CheckFolder("--out", to);
        int cells = ComparisonMerge.Run([.. parts.Distinct(StringComparer.Ordinal)], to, cancel);
        Console.Out.WriteLine($"{cells} finished pieces: {to}; the parts' command with --run {to} and without --shard runs what is missing "
            + "and writes the tables.");
    }

    private static void Answers(string[] parts, string to, CancellationToken cancel)
    {
        Output.CheckFile("--out", to);
        int answers = SharedAnswers.Join(parts, Output.WithFolder(to), cancel);
        Console.Out.WriteLine($"{answers} answers: {to}; the parts' command with --joined {to} in place of --shard and --part tells what they "
            + "come to.");
    }

    private static void Features(string[] parts, string to, CancellationToken cancel)
    {
        Output.CheckFile("--out", to);
        using var progress = new ConsoleProgress();
        int pictures = FeatureMerge.Join(parts, Output.WithFolder(to), progress, cancel);
        progress.Dispose();
        Console.Out.WriteLine($"{pictures} pictures: {to}");
    }
}
