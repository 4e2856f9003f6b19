using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Models.Heads;

[Collection(Registrations.Name)]
public sealed class AddedMethodTests : IDisposable
{
    private static readonly VqaMethod Method = new("even", "Even", "a test", new HeadOptions(), new HeadOptions(), (o, s) => new Even(o, s));
    private readonly TemporaryFolder _folder = new();

    public AddedMethodTests() => VqaMethods.Add(Method);

    public void Dispose()
    {
        VqaMethods.Catalogue.Remove(Method.Name);
        _folder.Dispose();
    }

    private sealed class Even(HeadOptions options, HeadShape shape) : EvenHead(nameof(Even), options, shape)
    {
        public override Tensor Classify(Tensor gathered, Generator? dropout = null)
        {
            using var scope = NewDisposeScope();
            return AnswerLayer.call(Drop(gathered, Options.ClassifierDropout, dropout)).MoveToOuterDisposeScope();
        }
    }

    [Fact]
    public void An_added_method_is_listed_and_trained_saved_loaded_and_asked()
    {
        VqaMethods.All.Should().Contain(Method);
        Func<VqaHead> create = () => VqaMethods.Create(TinyTraining.Model with { Method = "even" }, SmallModels.Shape);
        using VqaHead head = create();
        head.Should().BeOfType<Even>();
        RunResult result = VqaTraining.Run(TinyTraining.Scenes(), new RunOptions { Folder = _folder["run"], Limit = 30 },
            TinyTraining.Scenes(seed: 2),
            TinyTraining.Model with { Method = "even" }, epochs: 1, TestContext.Current.CancellationToken);
        using var vqa = VqaModel.Load(result.ModelPath);
        vqa.Network.Head.Should().BeOfType<Even>();
        vqa.Ask(TinyTraining.Scenes().LoadPicture(0), TinyTraining.Scenes().Items[0].Question).Text.Should().NotBeEmpty();
        vqa.Explain(TinyTraining.Scenes().LoadPicture(0), TinyTraining.Scenes().Items[0].Question, ["hires-cam", "u-cam"]).Select(map => map.Method)
            .Should().Equal("hires-cam", "u-cam");
    }

    [Theory]
    [InlineData("saaa")]
    [InlineData("even")]
    public void A_name_that_is_taken_is_refused(string name)
    {
        var add = () => VqaMethods.Add(Method with { Name = name });
        add.Should().Throw<UcamException>().WithMessage($"There is a method '{name}' already; give yours another name.");
    }
}
