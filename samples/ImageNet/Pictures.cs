using System.CommandLine;
using Generalization.CommandLine;
using Generalization.Imaging.Decoding;
using Generalization.Imaging.ImageNet;

namespace Generalization.Samples;

/// <summary>Opens the pictures, and says what was found and passed over.</summary>
internal static class Pictures
{
    public static ImageNetContent Open(ParseResult options, string folder, PictureMeter meter, CancellationToken token)
    {
        var content = IndexDisplay.Show(
            options.GetValue(CommonOptions.Quiet),
            progress =>
                ImageNetFolder.Open(
                    folder,
                    new ImageNetOptions
                    {
                        Name = options.DatasetOf(),
                        View = PictureView.Distorted(options.SizeOf()),
                        Index = options.IndexOptions(),
                        Decoder = meter,
                    },
                    progress,
                    token
                )
        );
        if (!options.GetValue(CommonOptions.Quiet))
            Console.WriteLine(content.Describe());
        return content;
    }
}
