using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Vqa.Tests.Models.Heads;

/// <summary>Every method finds the cell a question names and says its colour: none of its parts is wired to nothing.</summary>
[Collection(GlobalRandomState.Name)]
public class MethodLearnabilityTests
{
    private const int Markers = 4, Colours = 4, Rows = 2, Columns = 3, Pictures = 32, Each = 2, Filler = 2, FirstMarker = 3, MostSteps = 400;

    private sealed record Batch(Tensor Features, Tensor Ids, Tensor Lengths, Tensor Answers);

    /// <summary>Each picture shows every marker once, in a colour; two of its cells are empty. Each question names a marker.</summary>
    private static Batch Draw(Random random)
    {
        const int channels = Markers + Colours, cells = Rows * Columns, questions = Pictures * Each;
        var features = new float[Pictures * cells * channels];
        var ids = new long[questions * 2];
        var (lengths, answers) = (new long[questions], new long[questions]);
        for (int n = 0; n < Pictures; n++)
        {
            int[] places = [.. Enumerable.Range(0, cells)], colours = [.. Enumerable.Range(0, Markers).Select(_ => random.Next(Colours))];
            random.Shuffle(places);
            for (int m = 0; m < Markers; m++)
            {
                int cell = (n * cells + places[m]) * channels;
                features[cell + m] = features[cell + Markers + colours[m]] = 1;
            }
            for (int i = n * Each; i < (n + 1) * Each; i++)
            {
                int marker = random.Next(Markers), first = random.Next(2);
                ids[2 * i] = first == 0 ? FirstMarker + marker : Filler;
                if (first == 1) ids[2 * i + 1] = FirstMarker + marker;
                (lengths[i], answers[i]) = (1 + first, colours[marker]);
            }
        }
        return new Batch(tensor(features, [Pictures, cells, channels]), tensor(ids, [questions, 2]), tensor(lengths), tensor(answers));
    }

    [Theory]
    [MemberData(nameof(SmallModels.Methods), MemberType = typeof(SmallModels))]
    public void The_colour_of_the_marked_cell_is_learned(string method)
    {
        manual_seed(1);
        using var scope = NewDisposeScope();
        HeadOptions options = VqaMethods.Find(method).Small with { Embedding = 16, Lstm = 32, QuestionDropout = 0, ClassifierDropout = 0 };
        using VqaHead head = VqaMethods.Create(options, new HeadShape(Markers + Colours, Rows, Columns, FirstMarker + Markers, Colours));
        using var optimiser = optim.Adam(head.parameters(), 5e-3);
        var random = new Random(1);
        Batch test = Draw(new Random(2));
        double accuracy = 0;
        for (int step = 1; step <= MostSteps && accuracy <= 0.95; step++)
        {
            using var steps = NewDisposeScope();
            Batch batch = Draw(random);
            optimiser.zero_grad();
            functional.cross_entropy(head.Answer(batch.Features, batch.Ids, batch.Lengths).Logits, batch.Answers).backward();
            optimiser.step();
            if (step % 20 == 0)
                accuracy = head.Answer(test.Features, test.Ids,
                test.Lengths).Logits.argmax(1).eq(test.Answers).to(ScalarType.Float64).mean().item<double>();
        }
        accuracy.Should().BeGreaterThan(0.9);
    }
}
