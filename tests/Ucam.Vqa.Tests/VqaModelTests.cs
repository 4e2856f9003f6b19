using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Backbones;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests;

public sealed class VqaModelTests : IDisposable
{
    private const string Question = "What colour is the ball?";
    private readonly TemporaryFolder _folder = new();
    private readonly VqaModel _vqa;
    private readonly Picture _picture = Noise(40, 56);

    public VqaModelTests()
    {
        using (VqaNetwork network = SmallModels.Network()) Checkpoint.Save(network, _folder["m.safetensors"], """{"seed":1}""");
        _vqa = VqaModel.Load(_folder["m.safetensors"]);
    }

    public void Dispose()
    {
        _vqa.Dispose();
        _folder.Dispose();
    }

    private static Picture Noise(int width, int height)
    {
        var rgb = new byte[width * height * 3];
        new Random(1).NextBytes(rgb);
        return new Picture(width, height, rgb);
    }

    private static double[] Numbers(Answer a) => [a.Probability, a.Uncertainty.Predictive, a.Uncertainty.Aleatoric, a.Uncertainty.LogitVariance,
        a.Familiarity.Distance, .. a.Candidates.Select(c => c.Probability), .. a.Maps.SelectMany(m => m.Values.Cast<float>().Select(v => (double)v))];

    [Theory]
    [InlineData(0, McMode.Head)]
    [InlineData(7, McMode.Head)]
    [InlineData(7, McMode.Full)]
    public void What_gave_and_took_the_doubt_adds_up_to_it_where_it_is_asked_for(int passes, McMode mode)
    {
        var options = new AskOptions { Passes = passes, Mode = mode, Maps = [] };
        Answer plain = _vqa.Ask(_picture, Question, options), shared = _vqa.Ask(_picture, Question, options with { DoubtShares = true });
        (plain.DoubtShares.Count, plain.WordDoubt.Count).Should().Be((0, 0));
        shared.Uncertainty.Should().Be(plain.Uncertainty);
        shared.DoubtShares.Values.Sum().Should().BeApproximately(shared.Uncertainty.Predictive, 1e-5);
        shared.DoubtShares.Keys.Should().Equal(passes > 0 ? ["before", "question", "picture", "model"] : ["before", "question", "picture"]);
        shared.WordDoubt.Select(word => word.Key).Should().Equal("what", "colour", "is", "the", "ball");
        shared.WordDoubt.Sum(word => word.Value).Should().BeApproximately(shared.DoubtShares["question"], 1e-9);
    }

    [Fact]
    public void The_maps_of_certainty_and_doubt_take_no_forward_pass_of_their_own()
    {
        int looks = 0;
        using var hook = new Looks(_vqa.Network.Head, () => looks++);
        int Count(params MapKind[] maps)
        {
            looks = 0;
            _vqa.Ask(_picture, Question, new AskOptions { Maps = maps });
            return looks;
        }
        int without = Count();
        without.Should().BeGreaterThan(0);
        Count(MapKind.Certainty, MapKind.Doubt).Should().Be(without);
    }

    private sealed class Looks : IDisposable
    {
        private readonly Action _remove;

        // A head reads the question's words once a look.
        public Looks(VqaHead head, Action looked) => _remove = head.modules().OfType<TorchSharp.Modules.Embedding>().Single()
            .register_forward_hook((_, _, output) =>
            {
                looked();
                return output;
            }).remove;

        public void Dispose() => _remove();
    }

    [Fact]
    public void A_model_loads_from_a_stream_and_leaves_it_open()
    {
        using FileStream bytes = File.OpenRead(_folder["m.safetensors"]);
        using VqaModel again = VqaModel.Load(bytes);
        Numbers(again.Ask(_picture, Question)).Should().Equal(Numbers(_vqa.Ask(_picture, Question)));
        bytes.CanRead.Should().BeTrue();
        var damaged = () => VqaModel.Load(new MemoryStream([1, 2, 3]));
        damaged.Should().Throw<UcamException>();
    }

    [Fact]
    public void A_name_without_the_shipped_models_says_which_package_has_them()
    {
        var load = () => VqaModel.Load("scenes");
        VqaModel.Shipped.Should().BeEmpty("these tests run without the package");
        load.Should().Throw<UcamException>().WithMessage("*'scenes'*Ucam.Models*");
    }

    [Fact]
    public void An_answer_has_sorted_candidates_uncertainty_and_maps()
    {
        Answer answer = _vqa.Ask(_picture, Question, new AskOptions { Passes = 20, Candidates = 3 });
        answer.Question.Should().Be(Question);
        answer.Candidates.Should().HaveCount(3).And.BeInDescendingOrder(c => c.Probability);
        answer.Candidates[0].Should().Be(new AnswerCandidate(answer.Text, answer.Probability));
        UncertaintyEstimate u = answer.Uncertainty;
        u.Predictive.Should().BeApproximately(u.Aleatoric + u.Epistemic, 1e-9).And.BeInRange(0, Math.Log(5));
        u.Epistemic.Should().BePositive();
        u.LogitVariance.Should().BePositive();
        u.Passes.Should().Be(20);
        answer.Map(MapKind.Attention).Values.Cast<float>().Should().AllSatisfy(v => v.Should().BeInRange(0, 1));
        (answer.Map(MapKind.Certainty).Rows, answer.Map(MapKind.Certainty).Columns).Should().Be((8, 8));
    }

    [Fact]
    public void All_candidates_sum_to_one() =>
        _vqa.Ask(_picture, Question, new AskOptions { Candidates = 99 }).Candidates.Should().HaveCount(5).And.Subject.Sum(c => c.Probability)
            .Should().BeApproximately(1, 1e-5);

    [Theory]
    [InlineData(McMode.Head)]
    [InlineData(McMode.Full)]
    public void The_same_seed_gives_the_same_numbers_and_another_seed_others(McMode mode)
    {
        var options = new AskOptions { Passes = 10, Mode = mode };
        Numbers(_vqa.Ask(_picture, Question, options)).Should().Equal(Numbers(_vqa.Ask(_picture, Question, options)));
        Numbers(_vqa.Ask(_picture, Question, options with { Seed = 2 })).Should().NotEqual(Numbers(_vqa.Ask(_picture, Question, options)));
    }

    [Theory]
    [InlineData(McMode.Head)]
    [InlineData(McMode.Full)]
    public void No_passes_is_one_pass_without_dropout_whose_doubt_has_no_parts(McMode mode)
    {
        Answer answer = _vqa.Ask(_picture, Question, new AskOptions { Passes = 0, Mode = mode, Candidates = 9, Seed = 3 });
        using var scope = NewDisposeScope();
        VqaNetwork network = _vqa.Network;
        int[] ids = network.Words.Encode(Question).Ids;
        (Tensor logits, _) =
            network.Head.Answer(network.Backbone.call(Backbone.ToBatch([_picture.Resize(32, 32)])), tensor(ids, [1, ids.Length]).to(ScalarType.Int64),
            tensor(new long[] { ids.Length }));
        answer.Candidates.Select(c => c.Probability)
            .Should().Equal(logits.softmax(1).data<float>().Select(p => (double)p).OrderDescending(), (a, b) => Math.Abs(a - b) < 1e-6);
        answer.Candidates.Should().Equal(_vqa.Ask(_picture, Question, new AskOptions { Passes = 0, Candidates = 9, Seed = 4 }).Candidates);
        answer.Uncertainty.Passes.Should().Be(0);
        answer.Uncertainty.Predictive.Should().BeApproximately(answer.Candidates.Sum(c => -c.Probability * Math.Log(c.Probability)), 1e-5);
        (answer.Uncertainty.Aleatoric, answer.Uncertainty.Epistemic).Should().Be((double.NaN, double.NaN));
    }

    [Fact]
    public void An_answer_names_its_model() => _vqa.Ask(_picture, Question).Model.Should().Be("small");

    [Fact]
    public void Only_the_maps_that_are_asked_for_are_there()
    {
        Answer answer = _vqa.Ask(_picture, Question, new AskOptions { Maps = [MapKind.Attention, MapKind.Attention] });
        answer.Maps.Should().ContainSingle();
        var other = () => answer.Map(MapKind.Certainty);
        other.Should().Throw<ArgumentException>().WithMessage("*Certainty*");
        _vqa.Ask(_picture, Question, new AskOptions { Maps = [] }).Maps.Should().BeEmpty();
    }

    [Fact]
    public void Asking_again_and_again_leaves_no_tensors_behind()
    {
        _vqa.Ask(_picture, Question);
        long before = Tensors.Live;
        for (int i = 0; i < 5; i++) _vqa.Ask(_picture, Question, new AskOptions { Seed = i, Mode = (McMode)(i % 2) });
        _vqa.Unusual(_picture);
        Tensors.Live.Should().Be(before);
    }

    [Fact]
    public void Several_threads_get_what_one_gets()
    {
        double[][] alone = [.. Enumerable.Range(0, 8).Select(i => Numbers(_vqa.Ask(_picture, Question, new AskOptions { Seed = i, Passes = 8 })))];
        double[][] together = new double[8][];
        Thread[] threads =
            [.. Enumerable.Range(0, 8)
            .Select(i => new Thread(() => together[i] = Numbers(_vqa.Ask(_picture, Question, new AskOptions { Seed = i, Passes = 8 }))))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        for (int i = 0; i < 8; i++) together[i].Should().Equal(alone[i]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?!")]
    public void An_empty_question_is_refused(string question)
    {
        var ask = () => _vqa.Ask(_picture, question);
        ask.Should().Throw<UcamException>().Which.Field.Should().Be("question");
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(10_001, 1)]
    [InlineData(5, 0)]
    public void Impossible_settings_are_refused(int passes, int candidates)
    {
        var ask = () => _vqa.Ask(_picture, Question, new AskOptions { Passes = passes, Candidates = candidates });
        ask.Should().Throw<UcamException>().Which.Field.Should().BeOneOf("Passes", "Candidates");
    }

    [Fact]
    public void The_smallest_picture_gets_an_answer() => _vqa.Ask(Noise(1, 1), Question).Text.Should().NotBeEmpty();

    [Fact]
    public void Provenance_comes_with_the_model() => _vqa.Provenance.Should().Be("""{"seed":1}""");
}
