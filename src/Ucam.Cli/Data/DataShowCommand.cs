using System.CommandLine;
using Ucam.Cli.Paths;
using Ucam.Cli.Usage;
using Ucam.Studies;
using Ucam.Vqa;

namespace Ucam.Cli.Data;

/// <summary><c>ucam data show</c>: a page of samples.</summary>
internal static class DataShowCommand
{
    public const string Example = "ucam data show nlvr nlvr/dev --out samples.html --count 12";

    public static Command Create()
    {
        var source = new DataSourceArguments();
        var output = new OutputOption("--out") { Description = "The page to write (HTML, self-contained).", Required = true };
        var count = new Option<int>("--count") { Description = "Questions to show, 1 to 1000.", DefaultValueFactory = _ => 24 };
        var seed = new Option<int>("--seed") { Description = "Drives the choice of questions.", DefaultValueFactory = _ => 1 };
        var command =
            new ExampleCommand("show", "Writes a page of samples: pictures, questions, answers, regions, people's maps, explanations.", Example)
            { output, count, seed };
        source.AddTo(command);
        command.SetAction((parsed, _) => Task.Run(() =>
        {
            string page = parsed.GetRequiredValue(output);
            Output.CheckFile("--out", page);
            if (parsed.GetValue(count) is < 1 or > 1000) throw new UsageException("--count must be from 1 to 1000.");
            FileSet set = source.Open(parsed, out DataReport report);
            IssuePrinter.Print(Console.Error, set.Name, report);
            if (set.Items.Count == 0)
                throw new UcamException($"None of {report.Questions} questions can be used, so there is nothing to show; mend what is listed above.")
                { Field = "questions" };
            int[] items = [.. Enumerable.Range(0, set.Items.Count)];
            new Random(parsed.GetValue(seed)).Shuffle(items);
            int[] shown = [.. items.Take(parsed.GetValue(count)).Order()];
            DatasetPage.Write(Output.WithFolder(page), set, shown, report.IsWhole
                ? null : $"{report.Questions - report.Usable} more questions cannot be used.");
            Console.Out.WriteLine($"{shown.Length} of {set.Items.Count} questions: {page}");
            return ExitCode.Success;
        }, CancellationToken.None));
        return command;
    }
}
