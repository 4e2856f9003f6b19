using Microsoft.Extensions.AI;
using Ucam.Cli.Eval;
using Ucam.Extensions.AI;
using Ucam.Studies.MapBenchmark;
using Ucam.Vqa;
using Ucam.Web;
using Ucam.Web.Hosting;

namespace Ucam.Bench.Chat;

/// <summary>
/// How often maps made of calls alone point into the deciding region, beside occlusion of the same model from within: the model is served on
/// loopback and asked by OpenAI's client. Questions whose region is known and which it answers right, one a picture.
/// </summary>
internal static class ChatMapsCase
{
    private const string Usage = "chat-maps [--count N] [--pictures N]";
    private const int Grid = 14, Seed = 1;

    private static readonly (string Name, DoubtMapOptions Map)[] Maps =
    [
        ("occlusion, 14 cells", new DoubtMapOptions { Cells = Grid, MostCalls = 169 }),
        ("occlusion, 7 cells", new DoubtMapOptions()),
        ("RISE, 7 cells", new DoubtMapOptions { Kind = DoubtMapKind.Rise, MostCalls = 100 }),
    ];

    public static int Execute(string[] args)
    {
        var given = new CaseOptions(args, Usage, "--count", "--pictures");
        return Run(given.Number("--count", 60), given.Number("--pictures", 150)).GetAwaiter().GetResult();
    }

    private static async Task<int> Run(int count, int pictures)
    {
        await using WebServer server = await WebServer.Start(new WebOptions { Models = ["scenes"], Port = 0 }).ConfigureAwait(false);
        var endpoint = ChatEndpoint.Of($"{server.Address}v1", "scenes", "UCAM_NO_KEY");
        using VqaModel model = VqaModel.Load("scenes");
        var set = new SceneSet(new SceneSetOptions
        { Pictures = pictures, Seed = Seed, Split = SceneSplit.Test, Size = model.Network.Backbone.Options.InputSize });
        using var subject = new VqaMapSubject(model.Network, model.Provenance, set, count, Seed, CancellationToken.None);
        (double Points, int Calls)[] totals = new (double, int)[Maps.Length];
        (double Black, double Grey, double Chance) within = default;
        for (int i = 0; i < subject.Count; i++)
        {
            using MapSample sample = subject.Load(i);
            float[,] region = sample.Region(Grid, Grid)!;
            // Of covers in the grey that those by calls have, and of the usual black ones.
            ExplanationMethod[] covers = [new Occlusion(), new Occlusion { Fill = subject.Blank }];
            IReadOnlyList<IReadOnlyList<RawMap>> own = subject.Explainer.Explain(covers, sample.Inputs);
            within = (within.Black + Pointing(own[0][0].ToMap(), region), within.Grey + Pointing(own[1][0].ToMap(), region),
                within.Chance + MapAgreement.ChanceEnergy(region));
            VqaItem item = set.Items.First(each => $"{each.QuestionId}" == sample.Name);
            for (int m = 0; m < Maps.Length; m++)
            {
                ChatDoubt doubt = await Ask(endpoint, Maps[m].Map, set.LoadPicture(item.Picture), item.Question).ConfigureAwait(false);
                totals[m] = (totals[m].Points + (doubt.Map is { } map ? Pointing(map, region) : 0), totals[m].Calls + doubt.Cost.Calls);
            }
        }
        Console.WriteLine(FormattableString.Invariant($"{subject.Count} questions; the region is {within.Chance / subject.Count:P1} of the picture"));
        Console.WriteLine(FormattableString.Invariant(
            $"from within, occlusion | {within.Black / subject.Count:F3}, in grey {within.Grey / subject.Count:F3}"));
        for (int m = 0; m < Maps.Length; m++)
            Console.WriteLine(FormattableString.Invariant(
                $"by calls, {Maps[m].Name} | {totals[m].Points / subject.Count:F3} | {totals[m].Calls / (double)subject.Count:F0} calls"));
        return 0;
    }

    private static double Pointing(ActivationMap map, float[,] region) => MapAgreement.PointingGame(map.Resize(Grid, Grid).Values, region);

    private static async Task<ChatDoubt> Ask(ChatEndpoint endpoint, DoubtMapOptions map, Picture picture, string question)
    {
        var options = ChatEndpoint.Telling(new DoubtOptions { Samples = 0, Rewordings = 0, PictureChanges = 0, BlindCalls = 0, Map = map });
        // Not disposed, since that would dispose the endpoint's.
        var client = new DoubtChatClient(endpoint.Client, options);
        var asked = new ChatMessage(ChatRole.User, [new TextContent(question), new DataContent(picture.EncodePng(), "image/png")]);
        return ChatDoubt.Of(await client.GetResponseAsync([asked], new ChatOptions { Temperature = 0, Seed = Seed }).ConfigureAwait(false))!;
    }
}
