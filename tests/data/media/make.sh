#!/bin/sh
# Makes the sample pictures and videos of this folder anew. They are committed, so that tests need
# none of these tools: g++, ffmpeg, vips (libvips-tools), heif-enc (libheif-examples), exiftool.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
g++ -std=c++20 -O2 -o "$work/draw" draw_road.cpp

# A phone held upright stores the picture lying on its side and says so in Orientation.
place="-GPSLatitude=9.1769 -GPSLatitudeRef=N -GPSLongitude=105.1524 -GPSLongitudeRef=E"
for name in pothole after; do
  "$work/draw" $name > "$work/$name.ppm"
  vips copy "$work/$name.ppm" "$work/$name.jpg[Q=31,strip,optimize_coding]"
  vips rot "$work/$name.ppm" "$name.jpg[Q=31,strip,optimize_coding]" d270
done
exiftool -q -overwrite_original -n -Orientation=6 $place -Make=Demo -Model="Demo Phone" \
  -DateTimeOriginal="2026:07:01 08:15:00" -XMP:Creator="Demo Person" \
  -IPTC:City="Ca Mau" -Comment="demo comment" pothole.jpg
exiftool -q -overwrite_original -n -Orientation=6 $place -Make=Demo -Model="Demo Phone" \
  -DateTimeOriginal="2026:07:03 01:30:00" -OffsetTimeOriginal="+00:00" after.jpg

# The other types, small.
tell() { exiftool -q -overwrite_original -n $place -XMP:Creator="Demo Person" \
  -EXIF:DateTimeOriginal="2026:07:01 08:15:00" "$1"; }
vips thumbnail "$work/pothole.ppm" "road.png[strip,compression=9]" 90
tell road.png
vips thumbnail "$work/pothole.ppm" "$work/small.jpg[Q=90,strip]" 300
tell "$work/small.jpg"
vips copy "$work/small.jpg" "road.webp[Q=50]"
heif-enc -q 45 -o road.heic "$work/small.jpg" > /dev/null

# One second each, with a place and a time as phones write them; the MP4 is filmed upright.
film() { ffmpeg -v error -y -loop 1 -framerate 10 -t 1 -i "$work/pothole.ppm" "$@"; }
tone="-f lavfi -t 1 -i sine=frequency=440"
film $tone -vf scale=320:240 -c:v libx264 -crf 34 -pix_fmt yuv420p \
  -flags:a +bitexact -c:a aac -b:a 24k \
  -metadata location="+9.1769+105.1524/" -metadata creation_time="2026-07-01T01:15:00Z" \
  -metadata title="Demo Person" "$work/flat.mp4"
ffmpeg -v error -y -i "$work/flat.mp4" -c copy -metadata:s:v rotate=90 \
  -metadata creation_time="2026-07-01T01:15:00Z" road.mp4
film -vf scale=240:320 -c:v libx264 -crf 34 -pix_fmt yuv420p -movflags use_metadata_tags \
  -metadata com.apple.quicktime.location.ISO6709="+09.1769+105.1524+002.000/" \
  -metadata com.apple.quicktime.creationdate="2026-07-01T08:15:00+0700" road.mov
film $tone -vf scale=240:320 -c:v libvpx-vp9 -crf 50 -b:v 0 -c:a libopus -b:a 16k \
  -metadata title="Demo Person" road.webm
# Sound without a picture: voice notes as two kinds of phones make them, and one that is too long.
ffmpeg -v error -y $tone -flags:a +bitexact -c:a aac -b:a 24k sound.mp4
ffmpeg -v error -y $tone -flags:a +bitexact -c:a libopus -b:a 16k \
  -metadata title="Demo Person" sound.webm
ffmpeg -v error -y -f lavfi -t 70 -i anullsrc=r=8000:cl=mono -flags:a +bitexact \
  -c:a libopus -b:a 6k sound_long.webm
