using System.CommandLine;
using Ucam.Cli.Options;
using Ucam.Cli.Paths;
using Ucam.Cli.Usage;
using Ucam.Web.Hosting;
using Ucam.Web.Reviewing;

namespace Ucam.Cli.Review;

/// <summary><c>ucam review</c>: a page on which answers are accepted, rejected or corrected, the doubtful first.</summary>
internal static class ReviewCommand
{
    private const int Port = 5081;

    public static Command Create()
    {
        var source = new ReviewSource();
        var decisions = new OutputOption("--decisions")
        {
            Description = "The file that decisions and asked answers are kept in (SQLite). Default: beside the results or the table, called "
                + "NAME.review.db.",
        };
        var database = new Option<string?>("--database")
        {
            Description = "Keep them in a PostgreSQL database instead, which several servers share: postgres://user@host/database; the password "
                + "from PGPASSWORD.",
            HelpName = "ADDRESS",
        };
        var export = new OutputOption("--export", ReviewExport.TableName, "reviewed_*.json", "images/reviewed/*")
        {
            Description = "Serve nothing; write what was decided into this folder: decisions.csv, and a VQA v2 set with its pictures for "
                + "'ucam train'.",
        };
        var serving = new ServingOptions(Port);
        var command = new ExampleCommand("review", "Serves a page on which answers are looked through and decided on.",
            "ucam review results.csv --images pictures --model scenes",
            "ucam review pictures/ --data questions.csv",
            "ucam review results.csv --images pictures --export reviewed")
        { decisions, database, export };
        source.AddTo(command);
        serving.AddTo(command);
        command.SetAction((parsed, cancel) => Task.Run(async () =>
        {
            WebOptions options = serving.Read(parsed);
            string? shared = parsed.GetValue(database);
            if (shared is not null && parsed.GetValue(decisions) is not null)
                throw new UsageException("--decisions and --database do not go together; decisions are kept in one place.");
            string file = parsed.GetValue(decisions) ?? source.UsualStore(parsed);
            if (shared is null) Output.CheckFile("--decisions", file);
            else CheckAddress(shared);
            Output.CheckFolder("--export", parsed.GetValue(export));
            PathRule.Check(parsed, source.Files(parsed), shared is null ? [(decisions, file)] : []);
            using var start = new CancellationTokenSource();
            using CancellationTokenRegistration starting = cancel.Register(start.Cancel);
            using IReviewStore store = shared is null ? new SqliteReviewStore(Output.WithFolder(file), start.Token)
                : new PostgresReviewStore(shared, cancel: start.Token);
            using OpenedReview review = source.Open(parsed, store, cancel);
            using var session = new ReviewSession(review.Data, store);
            // From here on what is asked is answered before it ends.
            await starting.DisposeAsync().ConfigureAwait(false);
            if (parsed.GetValue(export) is { } folder) return Export(session, folder, cancel);
            return await ServingOptions.Serve(new ReviewSite(session), options, cancel).ConfigureAwait(false);
        }, CancellationToken.None));
        return command;
    }

    private static void CheckAddress(string address)
    {
        try
        {
            PostgresAddress.Read(address);
        }
        catch (UcamException e)
        {
            throw new UsageException($"--database: {e.Message}");
        }
    }

    private static int Export(ReviewSession session, string folder, CancellationToken cancel)
    {
        int made = session.Decisions().Count, questions = ReviewExport.Write(session, folder, out string? missing, cancel);
        Console.Out.WriteLine($"{made} decisions: {Path.Combine(folder, ReviewExport.TableName)}");
        (string asked, string told) = (Path.Combine(folder, ReviewExport.QuestionsName), Path.Combine(folder, ReviewExport.AnnotationsName));
        string old = File.Exists(asked) ? " The set that lies there is of an earlier export." : "";
        if (missing is not null) Console.Error.WriteLine($"note: no set, since {missing} is not there; name its folder with --images.{old}");
        else if (questions == 0) Console.Error.WriteLine($"note: nothing is accepted or corrected, so that there is no set.{old}");
        else
            Console.Out.WriteLine($"a set of {questions} questions: ucam train --questions {asked} --annotations {told} "
                + $"--images {Path.Combine(folder, "images", ReviewExport.Split)}");
        return ExitCode.Success;
    }
}
